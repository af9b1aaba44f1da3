import type { SpecialSituation } from '@hark/domain'
import { copyKey } from '../cluster/copy-key.ts'
import { type Bin, calibrationError, reliability } from './calibration.ts'
import { confusionOf, type Figures, measured, rowsOf } from './figures.ts'
import type { LabelledPost } from './labelled-line.ts'
import { averagePrecision, bestF1, type Confusion, type Curve, curveOf, rank, ratesOf } from './ranking.ts'
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
  /** Rows whose text another row has already (retweet marks, handles and links aside), and texts that bear both labels. */
  copies: { rows: number; contradicted: number }
  situations: Situations
  figures: Figures
  /** The same at a stated share of positives, negatives weighted for it. */
  atPrevalence: { prevalence: number; figures: Figures } | null
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

/** How much one negative must count for positives to be this share of all. */
function weightFor(prevalence: number, posts: readonly EvaluatedPost[]): number {
  const positives = posts.filter(({ post }) => post.positive).length
  return ((1 - prevalence) / prevalence) * (positives / Math.max(1, posts.length - positives))
}

function copiesOf(posts: readonly EvaluatedPost[], texts: readonly string[]): Report['copies'] {
  const labels = Map.groupBy(posts.keys(), (at) => texts[at])
  const both = [...labels.values()].filter(
    (rows) => new Set(rows.map((at) => posts[at]?.post.positive)).size > 1,
  )
  return { rows: posts.length - labels.size, contradicted: both.length }
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
 * say, and have their own figures; intervals take copies of one text as one observation. Pure: the same rows and seed give the same report.
 */
export function reportOf(posts: readonly EvaluatedPost[], options: ReportOptions = {}): Report {
  const ranking = rank(rowsOf(posts))
  const curve = curveOf(ranking)
  const shipped = confusionOf(posts)
  const { prevalence } = options
  const texts = posts.map(({ post }) => copyKey(post.text))
  const marked = posts.filter(({ post }) => post.spans !== null && post.positive)
  return {
    rows: posts.length,
    positives: shipped.tp + shipped.fn,
    situations: situationsOf(posts),
    copies: copiesOf(posts, texts),
    figures: measured(posts, texts, options),
    atPrevalence: prevalence
      ? { prevalence, figures: measured(posts, texts, options, weightFor(prevalence, posts)) }
      : null,
    shipped: { ...shipped, ...ratesOf(shipped) },
    best: bestF1(ranking, curve),
    calibration: { ece: calibrationError(rowsOf(posts)), bins: reliability(rowsOf(posts)) },
    spans:
      marked.length === 0
        ? null
        : relaxedSpans(marked.map(({ post, events }) => ({ gold: post.spans ?? [], predicted: events }))),
    byLanguage: groupsBy(posts, ({ lang }) => lang),
    byClass: groupsBy(posts, ({ post }) => post.kind),
    gallery: galleryOf(posts, options.gallery ?? 10),
    curve: curvePoints(curve),
  }
}
