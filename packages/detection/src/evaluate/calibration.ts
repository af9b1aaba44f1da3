export type Bin = { rows: number; meanScore: number; positives: number; rate: number }

/** Rows by score in bins of equal size (equal scores stay together), lowest first. */
export function reliability(rows: readonly { score: number; positive: boolean }[], bins = 15): Bin[] {
  const sorted = [...rows].sort((a, b) => a.score - b.score)
  const size = Math.max(1, Math.ceil(sorted.length / bins))
  const found: Bin[] = []
  for (let from = 0; from < sorted.length; ) {
    let to = Math.min(sorted.length, from + size)
    while (to < sorted.length && sorted[to]?.score === sorted[to - 1]?.score) to++
    const part = sorted.slice(from, to)
    const positives = part.filter((row) => row.positive).length
    const meanScore = part.reduce((sum, row) => sum + row.score, 0) / part.length
    found.push({ rows: part.length, meanScore, positives, rate: positives / part.length })
    from = to
  }
  return found
}

/** Expected calibration error: the mean gap between what a score says and what was found, weighted by rows. */
export function calibrationError(rows: readonly { score: number; positive: boolean }[], bins = 15): number {
  if (rows.length === 0) return Number.NaN
  return reliability(rows, bins).reduce(
    (sum, bin) => sum + (bin.rows / rows.length) * Math.abs(bin.meanScore - bin.rate),
    0,
  )
}
