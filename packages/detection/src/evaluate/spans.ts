type Range = { start: number; end: number }

export type SpanScore = { found: number; predicted: number; matched: number; gold: number; f1: number }

const overlaps = (a: Range, b: Range): boolean => a.start < b.end && b.start < a.end

/** Relaxed match: a span counts where it overlaps one of the other side. Sums over posts; the F1 is of the sums. */
export function relaxedSpans(
  posts: readonly { gold: readonly Range[]; predicted: readonly Range[] }[],
): SpanScore {
  const sum = { found: 0, predicted: 0, matched: 0, gold: 0 }
  for (const { gold, predicted } of posts) {
    sum.gold += gold.length
    sum.predicted += predicted.length
    sum.found += gold.filter((g) => predicted.some((p) => overlaps(g, p))).length
    sum.matched += predicted.filter((p) => gold.some((g) => overlaps(g, p))).length
  }
  const precision = sum.predicted === 0 ? 0 : sum.matched / sum.predicted
  const recall = sum.gold === 0 ? 0 : sum.found / sum.gold
  return { ...sum, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}
