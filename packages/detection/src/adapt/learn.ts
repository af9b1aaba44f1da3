import { type Interval, intervalsOf, seededRandom } from '../evaluate/bootstrap.ts'
import { averagePrecision, curveOf, rank } from '../evaluate/ranking.ts'
import { type Correction, corrected, type Example, fit } from './fit.ts'

/** Below this many labels only the calibration moves: more would learn the sample, not the people. */
export const fewestForCorrections = 300
const penalties = [0.03, 0.1, 0.3, 1, 3]
const folds = 5

export type LearntPoint = { labels: number; ap: number }

export type Learnt = {
  correction: Correction
  penalty: number | null
  /** Probability of each example from a fit that has not seen it, in the order given. */
  unseen: number[]
  ap: { before: number; after: number; interval: Interval }
  curve: LearntPoint[]
}

type Row = { score: number; positive: boolean }
const apOf = (rows: readonly Row[]): number => averagePrecision(curveOf(rank(rows)))

/** Which fold each example is in: drawn by seed, positives spread evenly. */
function foldsOf(examples: readonly Example[], seed: number): Int8Array {
  const random = seededRandom(seed)
  const order = [...examples.keys()].map((at) => ({
    at,
    positive: examples[at]?.positive ?? false,
    by: random(),
  }))
  order.sort((a, b) => Number(b.positive) - Number(a.positive) || a.by - b.by)
  const fold = new Int8Array(examples.length)
  order.forEach(({ at }, place) => {
    fold[at] = place % folds
  })
  return fold
}

function unseenBy(examples: readonly Example[], fold: Int8Array, penalty: number): number[] {
  const scores = new Array<number>(examples.length).fill(0)
  for (let k = 0; k < folds; k++) {
    const model = fit(
      examples.filter((_, at) => fold[at] !== k),
      penalty,
    )
    examples.forEach((example, at) => {
      if (fold[at] === k) scores[at] = corrected(model, example)
    })
  }
  return scores
}

const rowsOf = (examples: readonly Example[], scores: readonly number[]): Row[] =>
  examples.map(({ positive }, at) => ({ score: scores[at] ?? 0, positive }))

function bestPenalty(examples: readonly Example[], fold: Int8Array): { penalty: number; unseen: number[] } {
  if (examples.length < fewestForCorrections)
    return { penalty: Number.POSITIVE_INFINITY, unseen: unseenBy(examples, fold, Number.POSITIVE_INFINITY) }
  const tried = [Number.POSITIVE_INFINITY, ...penalties].map((penalty) => {
    const unseen = unseenBy(examples, fold, penalty)
    return { penalty, unseen, ap: apOf(rowsOf(examples, unseen)) }
  })
  return tried.reduce((best, one) => (one.ap > best.ap ? one : best))
}

/** AP on one fixed fifth, after learning from growing parts of the rest. */
function curve(examples: readonly Example[], fold: Int8Array, penalty: number): LearntPoint[] {
  const held = examples.filter((_, at) => fold[at] === 0)
  const rest = examples.filter((_, at) => fold[at] !== 0)
  const points: LearntPoint[] = [
    { labels: 0, ap: apOf(held.map((e) => ({ score: e.prior, positive: e.positive }))) },
  ]
  for (let labels = Math.min(125, rest.length); ; labels = Math.min(rest.length, labels * 2)) {
    const part = rest.slice(0, labels)
    const model = fit(part, labels < fewestForCorrections ? Number.POSITIVE_INFINITY : penalty)
    points.push({ labels, ap: apOf(held.map((e) => ({ score: corrected(model, e), positive: e.positive }))) })
    if (labels === rest.length) return points
  }
}

/** Learns from labels, and says by cross-validation what that is worth. The same examples and seed, the same result. */
export function learn(examples: readonly Example[], seed = 1): Learnt {
  const fold = foldsOf(examples, seed)
  const { penalty, unseen } = bestPenalty(examples, fold)
  const ranking = rank(rowsOf(examples, unseen))
  return {
    correction: fit(examples, penalty),
    penalty: Number.isFinite(penalty) ? penalty : null,
    unseen,
    ap: {
      before: apOf(examples.map((e) => ({ score: e.prior, positive: e.positive }))),
      after: averagePrecision(curveOf(ranking)),
      interval: intervalsOf(ranking, { ap: averagePrecision }, { times: 500, seed }).ap,
    },
    curve: curve(examples, fold, penalty),
  }
}
