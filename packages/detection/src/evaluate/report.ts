import type { SpecialSituation } from '@hark/domain'
import { type Interval, intervalsOf } from './bootstrap.ts'
import { type Bin, calibrationError, reliability } from './calibration.ts'
import type { LabelledPost } from './labelled-line.ts'
import {
  averagePrecision,
  bestF1,
  type Confusion,
  type Curve,
  curveOf,
  loadAtRecall,
  rank,
  ratesOf,
  recallAtLoad,
  rocAuc,
} from './ranking.ts'
import { type Situations, situationsOf } from './situations.ts'
import { relaxedSpans, type SpanScore } from './spans.ts'

/** A labelled post and what detection said of it. */
export type EvaluatedPost = {
  post: LabelledPost
  score: number
  flag: boolean
  special: SpecialSituation[]
  lang: string
  events: { start: number; end: number }[]
}

const figures = {
  AP: averagePrecision,
  AUC: rocAuc,
  'recall at 10 % load': (c: Curve) => recallAtLoad(c, 0.1),
  'recall at 15 % load': (c: Curve) => recallAtLoad(c, 0.15),
  'recall at 20 % load': (c: Curve) => recallAtLoad(c, 0.2),
  'recall at 30 % load': (c: Curve) => recallAtLoad(c, 0.3),
  'load at recall .90': (c: Curve) => loadAtRecall(c, 0.9),
  'load at recall .95': (c: Curve) => loadAtRecall(c, 0.95),
}
export type FigureName = keyof typeof figures
export type Figure = { value: number } & Interval

export type Group = {
  name: string
  rows: number
  positives: number
  flagged: number
  recall: number
  ap: number
}
export type Mistake = { id: string; score: number; kind: string; text: string }

export type Report = {
  rows: number
  positives: number
  situations: Situations
  figures: Record<FigureName, Figure>
  /** The same at a stated share of positives, negatives weighted for it. */
  atPrevalence: { prevalence: number; figures: Record<FigureName, Figure>; precision: number } | null
  shipped: Confusion & ReturnType<typeof ratesOf>
  best: { f1: number; threshold: number }
  calibration: { ece: number; bins: Bin[] }
  spans: SpanScore | null
  byLanguage: Group[]
  byClass: Group[]
  gallery: { missed: Mistake[]; falseAlarms: Mistake[] }
  curve: { recall: number; load: number; precision: number }[]
}

export type ReportOptions = { prevalence?: number; times?: number; seed?: number; gallery?: number }

const rowsOf = (posts: readonly EvaluatedPost[]) =>
  posts.map(({ score, post }) => ({ score, positive: post.positive }))

function confusionOf(posts: readonly EvaluatedPost[]): Confusion {
  const count = (positive: boolean, flag: boolean): number =>
    posts.filter((p) => p.post.positive === positive && p.flag === flag).length
  return { tp: count(true, true), fp: count(false, true), fn: count(true, false), tn: count(false, false) }
}

function measured(posts: readonly EvaluatedPost[], options: ReportOptions, negativeWeight = 1) {
  const ranking = rank(rowsOf(posts))
  const curve = curveOf(ranking, undefined, negativeWeight)
  const { times = 1000, seed = 1 } = options
  const intervals = intervalsOf(ranking, figures, { times, seed, negativeWeight })
  return Object.fromEntries(
    Object.entries(figures).map(([name, of]) => [
      name,
      { value: of(curve), ...intervals[name as FigureName] },
    ]),
  ) as Record<FigureName, Figure>
}

/** How much one negative must count for positives to be this share of all. */
function weightFor(prevalence: number, posts: readonly EvaluatedPost[]): number {
  const positives = posts.filter(({ post }) => post.positive).length
  return ((1 - prevalence) / prevalence) * (positives / Math.max(1, posts.length - positives))
}

function at(
  prevalence: number,
  posts: readonly EvaluatedPost[],
  options: ReportOptions,
): Report['atPrevalence'] {
  const weight = weightFor(prevalence, posts)
  const { tp, fp } = confusionOf(posts)
  return { prevalence, figures: measured(posts, options, weight), precision: tp / (tp + fp * weight) }
}

function groupsBy(posts: readonly EvaluatedPost[], nameOf: (p: EvaluatedPost) => string): Group[] {
  return [...Map.groupBy(posts, nameOf)]
    .map(([name, part]) => {
      const { tp, fp, fn } = confusionOf(part)
      const ap = averagePrecision(curveOf(rank(rowsOf(part))))
      return { name, rows: part.length, positives: tp + fn, flagged: tp + fp, recall: tp / (tp + fn), ap }
    })
    .sort((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1))
}

function galleryOf(posts: readonly EvaluatedPost[], most: number): Report['gallery'] {
  const mistake = ({ post, score }: EvaluatedPost): Mistake => ({
    id: post.id,
    score,
    kind: post.kind,
    text: post.text,
  })
  const wrong = (positive: boolean) =>
    posts.filter((p) => p.post.positive === positive && p.flag !== positive)
  return {
    missed: wrong(true)
      .sort((a, b) => a.score - b.score)
      .slice(0, most)
      .map(mistake),
    falseAlarms: wrong(false)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(mistake),
  }
}

function curvePoints(curve: Curve): Report['curve'] {
  const [all, none] = [curve.positives.at(-1) ?? 0, curve.negatives.at(-1) ?? 0]
  const step = Math.max(1, Math.floor(curve.positives.length / 200))
  return [...curve.positives.keys()]
    .filter((point) => point % step === 0 || point === curve.positives.length - 1)
    .map((point) => {
      const [tp, fp] = [curve.positives[point] ?? 0, curve.negatives[point] ?? 0]
      return { recall: tp / all, load: (tp + fp) / (all + none), precision: tp / (tp + fp) }
    })
}

/**
 * Every figure of one labelled set. Special situations without an event count among the negatives of the ranking, as the labels
 * say, and have their own figures. Pure: the same rows and seed give the same report.
 */
export function reportOf(posts: readonly EvaluatedPost[], options: ReportOptions = {}): Report {
  const ranking = rank(rowsOf(posts))
  const curve = curveOf(ranking)
  const shipped = confusionOf(posts)
  const marked = posts.filter(({ post }) => post.spans !== null && post.positive)
  return {
    rows: posts.length,
    positives: shipped.tp + shipped.fn,
    situations: situationsOf(posts),
    figures: measured(posts, options),
    atPrevalence: options.prevalence ? at(options.prevalence, posts, options) : null,
    shipped: { ...shipped, ...ratesOf(shipped) },
    best: bestF1(ranking, curve),
    calibration: { ece: calibrationError(rowsOf(posts)), bins: reliability(rowsOf(posts)) },
    spans:
      marked.length === 0
        ? null
        : relaxedSpans(marked.map(({ post, events }) => ({ gold: post.spans ?? [], predicted: events }))),
    byLanguage: groupsBy(posts, ({ post, lang }) => post.lang ?? lang),
    byClass: groupsBy(posts, ({ post }) => post.kind),
    gallery: galleryOf(posts, options.gallery ?? 10),
    curve: curvePoints(curve),
  }
}
