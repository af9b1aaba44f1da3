import type uPlot from 'uplot'
import { afterEach, expect, test, vi } from 'vitest'
import { gapBands, namesOf } from '../../parts/plot/gap-bands.ts'
import { frameOf, heard } from './frame.ts'

const hour = (n: number) => new Date(Date.UTC(2026, 10, 22, n)).toISOString()
const seconds = (n: number) => Date.parse(hour(n)) / 1000
const quiet = { posts: 0, possibleAe: 0, negative: 0, neutral: 0, positive: 0 }
const view = {
  from: hour(0),
  to: hour(10),
  series: Array.from({ length: 10 }, (_, n) => ({ ...quiet, at: hour(n), posts: n === 7 ? 3 : 0 })),
  gaps: [
    { source: 'Bluesky', from: hour(2), to: hour(4), reason: 'http.429', state: 'filled' },
    { source: 'Forum', from: hour(8), to: null, reason: 'list.loops', state: 'open' },
  ],
} as unknown as Parameters<typeof frameOf>[0]

/** What is put on a canvas of 100 by 50 that spans these seconds. */
function drawn({ from, to, gaps }: ReturnType<typeof frameOf>) {
  const calls: [string, ...unknown[]][] = []
  const ctx = new Proxy({} as Record<string, unknown>, {
    get:
      (_, name) =>
      (...given: unknown[]) =>
        void calls.push([String(name), ...given]),
    set: () => true,
  })
  const valToPos = (value: number) => ((value - from) / (to - from)) * 100
  const plot = { ctx, bbox: { left: 0, top: 0, width: 100, height: 50 }, valToPos } as unknown as uPlot
  const hook = gapBands(gaps, () => 'grey').hooks.drawClear as (plot: uPlot) => void
  hook(plot)
  return (name: string) => calls.filter(([one]) => one === name).map(([, ...given]) => given)
}

afterEach(() => vi.unstubAllGlobals())

test('a gap of the period is a band from its beginning to its end, hatched and named; one that lasts, to the edge', () => {
  vi.stubGlobal('devicePixelRatio', 1)
  const shown = drawn(frameOf(view))
  expect(shown('rect')).toEqual([
    [20, 0, 20, 50],
    [80, 0, 20, 50],
  ])
  expect(shown('stroke')).toHaveLength(2)
  expect(shown('fillText').map(([label]) => label)).toEqual(['Bluesky: http.429', 'Forum: list.loops'])
})

test('no band where nothing is missing, nor for what was over before', () => {
  vi.stubGlobal('devicePixelRatio', 1)
  const frame = frameOf({ ...view, gaps: [] })
  expect([drawn(frame)('rect'), namesOf(frame.gaps)]).toEqual([[], ''])
  const before = { from: seconds(-5), to: seconds(-1), label: 'x' }
  expect(drawn({ ...frame, gaps: [before] })('rect')).toEqual([])
})

test('it is named to who does not see it, and silence within it is no zero', () => {
  expect(namesOf(frameOf(view).gaps)).toBe('; not covered: Bluesky: http.429, Forum: list.loops')
  expect(view.series.map(({ at, posts }) => heard(view, at, posts))).toEqual([
    0,
    0,
    null,
    null,
    0,
    0,
    0,
    3,
    null,
    null,
  ])
})
