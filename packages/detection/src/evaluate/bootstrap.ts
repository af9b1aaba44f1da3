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

/** How often each ranked row is drawn, positives and negatives apart, so that a resample keeps the prevalence. */
function resample(ranking: Ranking, strata: readonly Int32Array[], random: () => number): Uint16Array {
  const counts = new Uint16Array(ranking.positive.length)
  for (const rows of strata) {
    for (let n = 0; n < rows.length; n++) {
      const at = rows[Math.floor(random() * rows.length)] ?? 0
      counts[at] = (counts[at] ?? 0) + 1
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

/**
 * 95 % percentile intervals of several figures by stratified bootstrap. The rows are drawn with replacement `times` times; a figure
 * is told the curve and how often each ranked row was drawn. The same seed gives the same intervals.
 */
export function intervalsOf<Name extends string>(
  ranking: Ranking,
  figures: Record<Name, (curve: Curve, counts: Uint16Array) => number>,
  options: { times: number; seed: number; negativeWeight?: number },
): Record<Name, Interval> {
  const rows = Int32Array.from(ranking.positive.keys())
  const strata = [1, 0].map((kind) => rows.filter((at) => ranking.positive[at] === kind))
  const random = seededRandom(options.seed)
  const names = Object.keys(figures) as Name[]
  const drawn = new Map(names.map((name) => [name, [] as number[]]))
  for (let n = 0; n < options.times; n++) {
    const counts = resample(ranking, strata, random)
    const curve = curveOf(ranking, counts, options.negativeWeight)
    for (const name of names) drawn.get(name)?.push(figures[name](curve, counts))
  }
  return Object.fromEntries(names.map((name) => [name, percentiles(drawn.get(name) ?? [])])) as Record<
    Name,
    Interval
  >
}
