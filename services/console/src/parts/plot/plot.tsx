import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { type Gap, gapBands, namesOf } from './gap-bands.ts'
import css from './plot.module.css'

export type Line = { name: string; values: (number | null)[]; ink: string; dash?: number[]; right?: boolean }
type Props = {
  label: string
  /** Seconds since the epoch, ascending. */
  times: number[]
  /** What the plot spans, in seconds: the whole range asked for, not only where points are. */
  from: number
  to: number
  lines: Line[]
  gaps?: Gap[]
  height?: number
  /** Called with the index of the point under the pointer. */
  onPoint?: (index: number) => void
}

/** Lines or bars over time. Colours are CSS variables, read anew when light turns dark. */
export function Plot({ label, times, from, to, lines, gaps = [], height = 200, onPoint }: Props) {
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
      optionsFor({ width, height, lines, gaps, at, from, to, dots: times.length < 40 }),
      [times, ...lines.map((l) => l.values)],
      at,
    )
    const onClick = () => plot.cursor.idx != null && click.current?.(plot.cursor.idx)
    plot.over.addEventListener('click', onClick)
    return () => plot.destroy()
  }, [width, height, times, from, to, lines, gaps, scheme])
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
        aria-label={`${label}: ${summary(lines)}${namesOf(gaps)}`}
        className={css.holder}
        data-clickable={onPoint !== undefined || undefined}
      />
    </figure>
  )
}

const summary = (lines: Line[]): string =>
  lines.map((l) => `${l.name} ${l.values.reduce<number>((sum, v) => sum + (v ?? 0), 0)} in all`).join(', ')

type Given = {
  width: number
  height: number
  lines: Line[]
  gaps: Gap[]
  at: HTMLElement
  from: number
  to: number
  dots: boolean
}

function optionsFor({ width, height, lines, gaps, at, from, to, dots }: Given): uPlot.Options {
  const read = (name: string) =>
    getComputedStyle(at)
      .getPropertyValue(name.replace(/^var\((.*)\)$/, '$1'))
      .trim()
  const axis: uPlot.Axis = {
    stroke: read('--hark-muted'),
    grid: { stroke: read('--hark-line'), width: 1 },
    ticks: { show: false },
    space: 56,
    font: '12px system-ui, sans-serif',
  }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: () => [from, to] },
      y: { range: fromZero },
      right: { range: fromZero },
    },
    axes: [
      { ...axis, size: 34, incrs: wholeMinutes, values: (_, splits) => splits.map(timeLabel) },
      { ...axis, size: 52, space: 28, incrs: wholeSteps },
      ...(lines.some((l) => l.right)
        ? [{ ...axis, side: 1 as const, scale: 'right', size: 52, incrs: wholeSteps, grid: { show: false } }]
        : []),
    ],
    series: [
      {},
      ...lines.map(
        (line): uPlot.Series => ({
          label: line.name,
          stroke: read(line.ink),
          width: 1.75,
          points: { show: dots, size: 5 },
          scale: line.right ? 'right' : 'y',
          ...(line.dash ? { dash: line.dash } : {}),
        }),
      ),
    ],
    plugins: [gapBands(gaps, () => read('--hark-line-strong'))],
  }
}

const wholeSteps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 500_000,
]
/** Seconds between two labels: none finer than a label can tell. */
const wholeMinutes = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 43_200].map(
  (minutes) => minutes * 60,
)
const fromZero = (_: uPlot, __: number, max: number): [number, number] => [0, Math.max(4, max * 1.08)]

/** "14:00", and the day where a day begins. */
function timeLabel(seconds: number): string {
  const at = new Date(seconds * 1000)
  const midnight = at.getHours() === 0 && at.getMinutes() === 0
  return midnight
    ? at.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
    : at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}
