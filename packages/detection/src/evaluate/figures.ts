import { type Interval, intervalsOf } from './bootstrap.ts'
import {
  averagePrecision,
  bestF1,
  type Confusion,
  type Curve,
  curveOf,
  loadAtRecall,
  type Ranking,
  rank,
  ratesOf,
  recallAtLoad,
  rocAuc,
} from './ranking.ts'
import type { EvaluatedPost, ReportOptions } from './report.ts'

export type Figure = { value: number } & Interval

const ofTheRanking = {
  AP: averagePrecision,
  AUC: rocAuc,
  'recall at 10 % load': (c: Curve) => recallAtLoad(c, 0.1),
  'recall at 15 % load': (c: Curve) => recallAtLoad(c, 0.15),
  'recall at 20 % load': (c: Curve) => recallAtLoad(c, 0.2),
  'recall at 30 % load': (c: Curve) => recallAtLoad(c, 0.3),
  'load at recall .90': (c: Curve) => loadAtRecall(c, 0.9),
  'load at recall .95': (c: Curve) => loadAtRecall(c, 0.95),
}

/** What was flagged and missed, each post counted as often as it was drawn, a negative by its weight. */
export function confusionOf(
  posts: readonly EvaluatedPost[],
  counts?: Uint16Array,
  negativeWeight = 1,
): Confusion {
  const found = { tp: 0, fp: 0, fn: 0, tn: 0 }
  posts.forEach(({ post, flag }, at) => {
    const times = counts ? (counts[at] ?? 0) : 1
    if (post.positive) found[flag ? 'tp' : 'fn'] += times
    else found[flag ? 'fp' : 'tn'] += times * negativeWeight
  })
  return found
}

/** The flag is no threshold on the score alone (an unnamed medicine must be clearer), so it is counted post by post. */
function ofTheFlag(ranking: Ranking, posts: readonly EvaluatedPost[], negativeWeight: number) {
  const ranked = Array.from(ranking.order, (at) => posts[at] as EvaluatedPost)
  const rate = (name: 'precision' | 'recall' | 'f1') => (_: Curve, counts?: Uint16Array) =>
    ratesOf(confusionOf(ranked, counts, negativeWeight))[name]
  return {
    'precision as shipped': rate('precision'),
    'recall as shipped': rate('recall'),
    'F1 as shipped': rate('f1'),
  }
}

const allFigures = (ranking: Ranking, posts: readonly EvaluatedPost[], negativeWeight: number) => ({
  ...ofTheRanking,
  ...ofTheFlag(ranking, posts, negativeWeight),
  'best F1': (curve: Curve) => bestF1(ranking, curve).f1,
})
export type FigureName = keyof ReturnType<typeof allFigures>
export type Figures = Record<FigureName, Figure>

export const rowsOf = (posts: readonly EvaluatedPost[]) =>
  posts.map(({ score, post }) => ({ score, positive: post.positive }))

/** Every figure with its interval, a negative counting `negativeWeight`; posts of one key in `texts` are drawn together. */
export function measured(
  posts: readonly EvaluatedPost[],
  texts: readonly string[],
  { times = 1000, seed = 1 }: ReportOptions,
  negativeWeight = 1,
): Figures {
  const ranking = rank(rowsOf(posts))
  const figures = allFigures(ranking, posts, negativeWeight)
  const curve = curveOf(ranking, undefined, negativeWeight)
  const intervals = intervalsOf(ranking, figures, {
    times,
    seed,
    negativeWeight,
    textOf: (row) => texts[row],
  })
  const names = Object.keys(figures) as FigureName[]
  return Object.fromEntries(
    names.map((name) => [name, { value: figures[name](curve), ...intervals[name] }]),
  ) as Figures
}
