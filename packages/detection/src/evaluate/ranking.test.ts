import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrecision,
  bestF1,
  confusionAt,
  curveOf,
  loadAtRecall,
  rank,
  ratesOf,
  recallAtLoad,
  rocAuc,
} from './ranking.ts'

type Row = { score: number; positive: boolean }
const row = fc.record({ score: fc.integer({ min: 0, max: 12 }).map((n) => n / 12), positive: fc.boolean() })
const rows = fc
  .array(row, { minLength: 2, maxLength: 40 })
  .filter((r) => r.some((x) => x.positive) && r.some((x) => !x.positive))

/** The textbook definitions, one threshold at a time. */
function naive(all: readonly Row[]) {
  const thresholds = [...new Set(all.map((r) => r.score))].sort((a, b) => b - a)
  const at = (t: number) => {
    const flagged = all.filter((r) => r.score >= t)
    const tp = flagged.filter((r) => r.positive).length
    return { tp, flagged: flagged.length, recall: tp / all.filter((r) => r.positive).length }
  }
  let before = 0
  let ap = 0
  for (const t of thresholds) {
    const { tp, flagged, recall } = at(t)
    ap += (recall - before) * (tp / flagged)
    before = recall
  }
  const pairs = all
    .filter((r) => r.positive)
    .flatMap((p) => all.filter((r) => !r.positive).map((n) => [p, n] as const))
  const auc =
    pairs.reduce((s, [p, n]) => s + (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0), 0) / pairs.length
  const load = (recall: number) => {
    const t = thresholds.find((x) => at(x).recall >= recall - 1e-12) ?? 0
    return at(t).flagged / all.length
  }
  return { ap, auc, load }
}

describe('figures of a ranking', () => {
  test('agree with their textbook definitions, ties included', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const curve = curveOf(rank(all))
        const by = naive(all)
        expect(averagePrecision(curve)).toBeCloseTo(by.ap, 10)
        expect(rocAuc(curve)).toBeCloseTo(by.auc, 10)
        expect(loadAtRecall(curve, 0.9)).toBeCloseTo(by.load(0.9), 10)
      }),
    )
  })

  test('do not depend on the order of the rows', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const [there, back] = [curveOf(rank(all)), curveOf(rank([...all].reverse()))]
        expect(averagePrecision(back)).toBeCloseTo(averagePrecision(there), 10)
        expect(recallAtLoad(back, 0.2)).toBeCloseTo(recallAtLoad(there, 0.2), 10)
      }),
    )
  })

  test('a perfect ranking, a reversed one, and one where every score is the same', () => {
    const made = (scores: number[]) => curveOf(rank(scores.map((score, i) => ({ score, positive: i < 2 }))))
    expect(averagePrecision(made([0.9, 0.8, 0.2, 0.1]))).toBe(1)
    expect(rocAuc(made([0.9, 0.8, 0.2, 0.1]))).toBe(1)
    expect(rocAuc(made([0.1, 0.2, 0.8, 0.9]))).toBe(0)
    expect(rocAuc(made([0.5, 0.5, 0.5, 0.5]))).toBe(0.5)
    expect(recallAtLoad(made([0.5, 0.5, 0.5, 0.5]), 0.25)).toBeCloseTo(0.25)
    expect(loadAtRecall(made([0.9, 0.8, 0.2, 0.1]), 0.9)).toBe(0.5)
  })

  test('negatives weighted tenfold are worth ten copies of each', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const copied = all.flatMap((r) => (r.positive ? [r] : Array.from({ length: 10 }, () => r)))
        expect(averagePrecision(curveOf(rank(all), undefined, 10))).toBeCloseTo(
          averagePrecision(curveOf(rank(copied))),
          10,
        )
      }),
    )
  })

  test('the best F1 is the best any threshold reaches', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const ranking = rank(all)
        const curve = curveOf(ranking)
        const every = all.map((r) => ratesOf(confusionAt(ranking, curve, r.score)).f1)
        const best = bestF1(ranking, curve)
        expect(best.f1).toBeCloseTo(Math.max(...every, 0), 10)
        if (best.f1 > 0)
          expect(ratesOf(confusionAt(ranking, curve, best.threshold)).f1).toBeCloseTo(best.f1, 10)
      }),
    )
  })

  test('without a positive there is nothing to state', () => {
    const curve = curveOf(rank([{ score: 0.4, positive: false }]))
    expect(averagePrecision(curve)).toBeNaN()
    expect(rocAuc(curve)).toBeNaN()
    expect(loadAtRecall(curve, 0.9)).toBeNaN()
  })
})
