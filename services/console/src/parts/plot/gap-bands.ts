import type uPlot from 'uplot'

export type Gap = { from: number; to: number; label: string }

/** Which stretches are not covered and why, for who does not see the bands; empty where there is none. */
export const namesOf = (gaps: readonly Gap[]): string =>
  gaps.length === 0 ? '' : `; not covered: ${gaps.map(({ label }) => label).join(', ')}`

/** Draws gaps of coverage as hatched bands behind the lines, each with its name: where nothing was heard, nothing is claimed. */
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
  ctx.font = `${11 * devicePixelRatio}px system-ui, sans-serif`
  ctx.fillStyle = color
  ctx.fillText(gap.label, left + 4 * devicePixelRatio, bbox.top + 12 * devicePixelRatio)
  ctx.restore()
}
