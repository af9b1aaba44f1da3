import { type Curve, curveOf, type Ranking } from './ranking.ts'

export type Interval = { low: number; high: number }

/** Mulberry32: small, seeded, the same on every machine. Gives numbers in 0 … 1. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Ranked rows that are drawn together, or not at all. */
type Copies = readonly number[]

/** Those that hold a positive, and those that hold none: they are drawn apart, so that a resample keeps the prevalence. */
function strataOf({ order, positive }: Ranking, textOf: (row: number) => unknown): Copies[][] {
  const together = [...Map.groupBy(order.keys(), (at) => textOf(order[at] as number)).values()]
  const holdsEvent = (copies: Copies): boolean => copies.some((at) => positive[at] === 1)
  return [together.filter(holdsEvent), together.filter((copies) => !holdsEvent(copies))]
}

/** How often each ranked row is drawn. */
function resample(rows: number, strata: readonly Copies[][], random: () => number): Uint16Array {
  const counts = new Uint16Array(rows)
  for (const groups of strata) {
    for (let n = 0; n < groups.length; n++) {
      const drawn = groups[Math.floor(random() * groups.length)] ?? []
      for (const at of drawn) counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return counts
}

function percentiles(values: number[]): Interval {
  const sorted = values.filter((v) => !Number.isNaN(v)).sort((a, b) => a - b)
  if (sorted.length === 0) return { low: Number.NaN, high: Number.NaN }
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN
  return { low: at(0.025), high: at(0.975) }
}

export type Resampling = {
  times: number
  seed: number
  negativeWeight?: number
  /** What is equal for rows that are one text, by their place as given: such rows are one observation. Without it, all stand alone. */
  textOf?: (row: number) => unknown
}

/**
 * 95 % percentile intervals of several figures by stratified bootstrap. The rows are drawn with replacement `times` times, copies of
 * one text together; a figure is told the curve and how often each ranked row was drawn. The same seed gives the same intervals.
 */
export function intervalsOf<Name extends string>(
  ranking: Ranking,
  figures: Record<Name, (curve: Curve, counts: Uint16Array) => number>,
  { times, seed, negativeWeight, textOf = (row) => row }: Resampling,
): Record<Name, Interval> {
  const strata = strataOf(ranking, textOf)
  const random = seededRandom(seed)
  const names = Object.keys(figures) as Name[]
  const drawn = new Map(names.map((name) => [name, [] as number[]]))
  for (let n = 0; n < times; n++) {
    const counts = resample(ranking.order.length, strata, random)
    const curve = curveOf(ranking, counts, negativeWeight)
    for (const name of names) drawn.get(name)?.push(figures[name](curve, counts))
  }
  return Object.fromEntries(names.map((name) => [name, percentiles(drawn.get(name) ?? [])])) as Record<
    Name,
    Interval
  >
}
