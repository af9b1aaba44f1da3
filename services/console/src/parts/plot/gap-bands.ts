import type uPlot from 'uplot'

export type Gap = { from: number; to: number; label: string }

/** Draws gaps of coverage as hatched bands behind the lines: where nothing was heard, nothing is claimed. */
export function gapBands(gaps: readonly Gap[], ink: () => string): uPlot.Plugin {
  return {
    hooks: {
      drawClear: (plot) => {
        for (const gap of gaps) hatch(plot, gap, ink())
      },
    },
  }
}

function hatch(plot: uPlot, gap: Gap, color: string): void {
  const { ctx, bbox } = plot
  const left = Math.max(bbox.left, plot.valToPos(gap.from, 'x', true))
  const right = Math.min(bbox.left + bbox.width, plot.valToPos(gap.to, 'x', true))
  if (right <= left) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, bbox.top, Math.max(2, right - left), bbox.height)
  ctx.clip()
  ctx.strokeStyle = color
  ctx.lineWidth = devicePixelRatio
  ctx.beginPath()
  const step = 8 * devicePixelRatio
  for (let x = left - bbox.height; x < right; x += step) {
    ctx.moveTo(x, bbox.top + bbox.height)
    ctx.lineTo(x + bbox.height, bbox.top)
  }
  ctx.stroke()
  ctx.restore()
}
