import { type Interval, intervalsOf, seededRandom } from '../evaluate/bootstrap.ts'
import { averagePrecision, curveOf, rank } from '../evaluate/ranking.ts'
import { type Correction, corrected, type Example, fit } from './fit.ts'
import { folds, foldsOf, insideFolds, withinFolds } from './folds.ts'

/** Below this many labels only the calibration moves: more would learn the sample, not the people. */
export const fewestForCorrections = 300
const calibrationOnly = Number.POSITIVE_INFINITY
/** From the one that changes least: of equals the earlier is taken. */
const penalties = [calibrationOnly, 30, 10, 3, 1, 0.3]

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

function unseenBy(examples: readonly Example[], fold: Int8Array, penalty: number): number[] {
  const models = Array.from({ length: folds }, (_, k) =>
    fit(
      examples.filter((_, at) => fold[at] !== k),
      penalty,
    ),
  )
  return examples.map((example, at) => corrected(models[fold[at] as number] as Correction, example))
}

const rowsOf = (examples: readonly Example[], scores: readonly number[]): Row[] =>
  examples.map(({ positive }, at) => ({ score: scores[at] ?? 0, positive }))

type Tried = { penalty: number; unseen: number[]; byFold: number[] }

function tried(examples: readonly Example[], fold: Int8Array): Tried[] {
  const some = examples.length < fewestForCorrections ? [calibrationOnly] : penalties
  return some.map((penalty) => {
    const unseen = unseenBy(examples, fold, penalty)
    const rows = rowsOf(examples, unseen)
    return { penalty, unseen, byFold: insideFolds(fold).map((own) => apOf(own.map((at) => rows[at] as Row))) }
  })
}

/** The one that ranks best in the mean of the folds, or of all but one. */
function best(all: readonly Tried[], without = -1): Tried {
  const worth = ({ byFold }: Tried): number =>
    byFold.reduce((sum, ap, k) => (k === without || Number.isNaN(ap) ? sum : sum + ap), 0)
  return all.reduce((top, one) => (worth(one) > worth(top) ? one : top))
}

/** AP on one fixed fifth, after learning from growing parts of the rest, drawn by seed. */
function curve(examples: readonly Example[], fold: Int8Array, penalty: number, seed: number): LearntPoint[] {
  const held = examples.filter((_, at) => fold[at] === 0)
  const random = seededRandom(seed + 1)
  const rest = examples
    .flatMap((example, at) => (fold[at] === 0 ? [] : [{ example, by: random() }]))
    .sort((a, b) => a.by - b.by)
    .map(({ example }) => example)
  const points: LearntPoint[] = [
    { labels: 0, ap: apOf(held.map((e) => ({ score: e.prior, positive: e.positive }))) },
  ]
  for (let labels = Math.min(125, rest.length); ; labels = Math.min(rest.length, labels * 2)) {
    const model = fit(rest.slice(0, labels), labels < fewestForCorrections ? calibrationOnly : penalty)
    points.push({ labels, ap: apOf(held.map((e) => ({ score: corrected(model, e), positive: e.positive }))) })
    if (labels === rest.length) return points
  }
}

/**
 * Learns from labels, and says by cross-validation what that is worth: what is told of a fold rests on a penalty chosen by the others.
 * The same examples and seed, the same result.
 */
export function learn(examples: readonly Example[], seed = 1): Learnt {
  const fold = foldsOf(examples, seed)
  const all = tried(examples, fold)
  const { penalty } = best(all)
  const chosen = insideFolds(fold).map((_, k) => best(all, k))
  const unseen = examples.map((_, at) => chosen[fold[at] as number]?.unseen[at] ?? 0)
  const ranking = rank(rowsOf(examples, withinFolds(unseen, fold)))
  const priors = examples.map(({ prior }) => prior)
  return {
    correction: fit(examples, penalty),
    penalty: Number.isFinite(penalty) ? penalty : null,
    unseen,
    ap: {
      before: apOf(rowsOf(examples, withinFolds(priors, fold))),
      after: averagePrecision(curveOf(ranking)),
      interval: intervalsOf(
        ranking,
        { ap: averagePrecision },
        { times: 500, seed, textOf: (row) => examples[row]?.text },
      ).ap,
    },
    curve: curve(examples, fold, penalty, seed),
  }
}
