import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { type Gap, gapBands } from './gap-bands.ts'
import css from './plot.module.css'

export type Line = { name: string; values: (number | null)[]; ink: string; dash?: number[]; bars?: boolean }
type Props = {
  label: string
  /** Seconds since the epoch, ascending. */
  times: number[]
  lines: Line[]
  gaps?: Gap[]
  height?: number
  /** Called with the index of the point under the pointer. */
  onPoint?: (index: number) => void
}

/** Lines or bars over time. Colours are CSS variables, read anew when light turns dark. */
export function Plot({ label, times, lines, gaps = [], height = 200, onPoint }: Props) {
  const { ref, width } = useElementSize()
  const holder = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme()
  const click = useRef(onPoint)
  useEffect(() => {
    click.current = onPoint
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scheme changes what the variables resolve to
  useEffect(() => {
    const at = holder.current
    if (!at || width === 0 || times.length === 0) return
    const plot = new uPlot(
      optionsFor({ width, height, lines, gaps, at }),
      [times, ...lines.map((l) => l.values)],
      at,
    )
    const onClick = () => plot.cursor.idx != null && click.current?.(plot.cursor.idx)
    plot.over.addEventListener('click', onClick)
    return () => plot.destroy()
  }, [width, height, times, lines, gaps, scheme])
  return (
    <figure className={css.figure} ref={ref}>
      <figcaption className={css.caption}>
        {label}
        <span className={css.legend}>
          {lines.map((line) => (
            <span
              key={line.name}
              className={css.key}
              style={{ '--ink': line.ink } as React.CSSProperties}
              data-dash={line.dash !== undefined || undefined}
            >
              {line.name}
            </span>
          ))}
          {gaps.length > 0 && <span className={css.gapKey}>not covered</span>}
        </span>
      </figcaption>
      <div
        ref={holder}
        role="img"
        aria-label={`${label}: ${summary(lines)}`}
        className={css.holder}
        data-clickable={onPoint !== undefined || undefined}
      />
    </figure>
  )
}

const summary = (lines: Line[]): string =>
  lines.map((l) => `${l.name} ${l.values.reduce<number>((sum, v) => sum + (v ?? 0), 0)} in all`).join(', ')

type Given = { width: number; height: number; lines: Line[]; gaps: Gap[]; at: HTMLElement }

function optionsFor({ width, height, lines, gaps, at }: Given): uPlot.Options {
  const read = (name: string) =>
    getComputedStyle(at)
      .getPropertyValue(name.replace(/^var\((.*)\)$/, '$1'))
      .trim()
  const axis: uPlot.Axis = {
    stroke: read('--hark-muted'),
    grid: { stroke: read('--hark-line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: { y: { range: (_, __, max) => [0, Math.max(4, max * 1.08)] } },
    axes: [
      { ...axis, size: 34 },
      {
        ...axis,
        size: 44,
        incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000, 100000],
      },
    ],
    series: [
      {},
      ...lines.map((line): uPlot.Series => {
        const ink = read(line.ink)
        const bars = line.bars
          ? {
              paths: (uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory)({ size: [0.7, 40] }),
              fill: ink,
            }
          : {}
        return {
          label: line.name,
          stroke: ink,
          width: line.bars ? 0 : 1.75,
          points: { show: false },
          ...(line.dash ? { dash: line.dash } : {}),
          ...bars,
        }
      }),
    ],
    plugins: [gapBands(gaps, () => read('--hark-line-strong'))],
  }
}
