/** Rows from the highest score to the lowest; rows of one score stand together, for no threshold can part them. */
export type Ranking = {
  scores: Float64Array
  positive: Uint8Array
  /** Index into the rows as given. */
  order: Int32Array
  /** Where each run of equal scores ends (exclusive), ascending. */
  ends: Int32Array
}

/** What is above each possible threshold: running counts of positives and negatives, one point a tie group. */
export type Curve = { positives: Float64Array; negatives: Float64Array }

export function rank(rows: readonly { score: number; positive: boolean }[]): Ranking {
  const order = Int32Array.from(rows.keys()).sort(
    (a, b) => (rows[b]?.score ?? 0) - (rows[a]?.score ?? 0) || a - b,
  )
  const scores = Float64Array.from(order, (at) => rows[at]?.score ?? 0)
  const positive = Uint8Array.from(order, (at) => (rows[at]?.positive ? 1 : 0))
  const ends: number[] = []
  scores.forEach((score, at) => {
    if (at + 1 === scores.length || scores[at + 1] !== score) ends.push(at + 1)
  })
  return { scores, positive, order, ends: Int32Array.from(ends) }
}

/**
 * The curve of a ranking. `counts` says how often each ranked row is drawn (a bootstrap resample), `negativeWeight` how much one
 * negative counts (to state figures at another prevalence).
 */
export function curveOf(ranking: Ranking, counts?: Uint16Array, negativeWeight = 1): Curve {
  const { positive, ends } = ranking
  const curve = { positives: new Float64Array(ends.length), negatives: new Float64Array(ends.length) }
  let at = 0
  let positives = 0
  let negatives = 0
  ends.forEach((end, point) => {
    for (; at < end; at++) {
      const times = counts ? (counts[at] ?? 0) : 1
      if (positive[at]) positives += times
      else negatives += times * negativeWeight
    }
    curve.positives[point] = positives
    curve.negatives[point] = negatives
  })
  return curve
}

const last = (values: Float64Array): number => values[values.length - 1] ?? 0

/** Sum over thresholds of precision times the recall gained there; NaN without positives. */
export function averagePrecision({ positives, negatives }: Curve): number {
  const all = last(positives)
  let sum = 0
  let before = 0
  positives.forEach((found, point) => {
    if (found > before) sum += ((found - before) / all) * (found / (found + (negatives[point] ?? 0)))
    before = found
  })
  return all === 0 ? Number.NaN : sum
}

/** Chance that a positive outranks a negative, ties counting half; NaN without both. */
export function rocAuc({ positives, negatives }: Curve): number {
  let area = 0
  let [foundBefore, falseBefore] = [0, 0]
  positives.forEach((found, point) => {
    const wrong = negatives[point] ?? 0
    area += ((wrong - falseBefore) * (found + foundBefore)) / 2
    foundBefore = found
    falseBefore = wrong
  })
  const pairs = last(positives) * last(negatives)
  return pairs === 0 ? Number.NaN : area / pairs
}

/** Share of all rows to be read, from the top, until this share of the positives is found. */
export function loadAtRecall({ positives, negatives }: Curve, recall: number): number {
  const wanted = recall * last(positives) - 1e-9
  const point = positives.findIndex((found) => found >= wanted)
  if (point < 0 || last(positives) === 0) return Number.NaN
  return ((positives[point] ?? 0) + (negatives[point] ?? 0)) / (last(positives) + last(negatives))
}

/** Share of the positives found by reading this share of all rows; within a tie group, as if read in random order. */
export function recallAtLoad({ positives, negatives }: Curve, load: number): number {
  const budget = load * (last(positives) + last(negatives))
  const [all] = [last(positives)]
  let [read, found] = [0, 0]
  for (let point = 0; point < positives.length; point++) {
    const next = (positives[point] ?? 0) + (negatives[point] ?? 0)
    if (next >= budget) {
      const part = next === read ? 0 : (budget - read) / (next - read)
      return (found + part * ((positives[point] ?? 0) - found)) / all
    }
    read = next
    found = positives[point] ?? 0
  }
  return all === 0 ? Number.NaN : 1
}

export type Confusion = { tp: number; fp: number; fn: number; tn: number }

/** What a threshold (inclusive) flags and misses. */
export function confusionAt(ranking: Ranking, curve: Curve, threshold: number): Confusion {
  let above = -1
  for (const end of ranking.ends) {
    if ((ranking.scores[end - 1] ?? 0) < threshold) break
    above++
  }
  const tp = above < 0 ? 0 : (curve.positives[above] ?? 0)
  const fp = above < 0 ? 0 : (curve.negatives[above] ?? 0)
  return { tp, fp, fn: last(curve.positives) - tp, tn: last(curve.negatives) - fp }
}

export function ratesOf({ tp, fp, fn, tn }: Confusion): {
  precision: number
  recall: number
  f1: number
  load: number
} {
  return {
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: (2 * tp) / (2 * tp + fp + fn),
    load: (tp + fp) / (tp + fp + fn + tn),
  }
}

/** The best F1 any threshold reaches, and the lowest score that is flagged there; NaN without positives. */
export function bestF1(ranking: Ranking, { positives, negatives }: Curve): { f1: number; threshold: number } {
  const all = last(positives)
  if (all === 0) return { f1: Number.NaN, threshold: Number.NaN }
  let best = { f1: 0, threshold: 1 }
  positives.forEach((tp, point) => {
    const f1 = (2 * tp) / (tp + (negatives[point] ?? 0) + all)
    if (f1 > best.f1) best = { f1, threshold: ranking.scores[(ranking.ends[point] ?? 1) - 1] ?? 1 }
  })
  return best
}
