import { createHash } from 'node:crypto'
import type { SpecialSituation } from '@hark/domain'
import { classifyLine, MalformedLine } from '../classify-line.ts'
import { copyKey } from '../cluster/copy-key.ts'
import { type LabelledPost, parseLabelled } from '../evaluate/labelled-line.ts'
import type { Matcher } from '../match/matcher.ts'
import type { Model } from '../model/model.ts'
import type { Resources } from '../resources.ts'
import { type Candidate, candidateOf, type GroupRecall } from './candidate.ts'
import { type Adaptable, adaptable } from './features.ts'
import type { Example } from './fit.ts'
import { learn } from './learn.ts'

/** Too few to say anything; the message says how many are wanted. */
export class TooFewLabels extends Error {
  constructor(positives: number, negatives: number) {
    super(`${positives} labels with an event and ${negatives} without: at least 20 of each are needed`)
    this.name = 'TooFewLabels'
  }
}
const fewestOfEach = 20

/** Keeps of each text what the shipped model said of the product most suspected. */
class Recorder {
  seen: Adaptable | null = null
  readonly resources: Resources

  constructor(resources: Resources) {
    const judge: Model['judge'] = (asked) =>
      resources.model.judge(asked).map((judgement, at) => {
        const one = adaptable(asked[at]?.features ?? {}, judgement)
        if (!this.seen || one.prior > this.seen.prior) this.seen = one
        return judgement
      })
    this.resources = { ...resources, model: { ...resources.model, judge } }
  }
}

/** `lang` and `special`: as the file says, else as detection reads them. */
type Labelled = { post: LabelledPost; lang: string; special: readonly SpecialSituation[]; example: Example }

function examplesOf(
  lines: readonly string[],
  reportBad: (lineNumber: number, reason: string) => void,
  matcher: Matcher,
  resources: Resources,
): Labelled[] {
  const recorder = new Recorder(resources)
  return lines.flatMap((line, at) => {
    if (!line.trim()) return []
    try {
      const post = parseLabelled(line)
      recorder.seen = null
      const said = classifyLine(
        JSON.stringify({ ...post.rest, id: at, text: post.text, lang: post.lang }),
        matcher,
        recorder.resources,
      )
      if (!recorder.seen) return []
      const example = { ...(recorder.seen as Adaptable), positive: post.positive, text: copyKey(post.text) }
      return [{ post, lang: said.lang, special: post.special ?? said.special, example }]
    } catch (error) {
      if (!(error instanceof MalformedLine)) throw error
      reportBad(at + 1, error.message)
      return []
    }
  })
}

/** The highest threshold that still flags this share of the positives, on scores of fits that had not seen them. */
function thresholdFor(recall: number, examples: readonly Example[], scores: readonly number[]): number {
  const positives = examples
    .flatMap((example, at) => (example.positive ? [scores[at] ?? 0] : []))
    .sort((a, b) => b - a)
  return positives[Math.min(positives.length - 1, Math.ceil(recall * positives.length) - 1)] ?? 0.5
}

function groups(
  labelled: readonly Labelled[],
  flags: readonly boolean[],
  namesOf: (one: Labelled) => readonly string[],
): GroupRecall[] {
  const named = labelled.flatMap((one, at) => namesOf(one).map((name) => ({ name, at })))
  return [...Map.groupBy(named, ({ name }) => name)]
    .map(([name, rows]) => {
      const places = rows.map(({ at }) => at)
      const positives = places.filter((at) => labelled[at]?.post.positive)
      const flagged = places.filter((at) => flags[at]).length
      const recall = positives.filter((at) => flags[at]).length / positives.length
      return { name, labels: places.length, positives: positives.length, recall, flagged }
    })
    .sort((a, b) => b.labels - a.labels)
}

export type TrainOptions = { from: string; made: string; recallTarget: number; seed: number }

/**
 * Adapts the shipped model to labelled lines (the form of `hark evaluate`): prior plus penalised corrections, below 300 labels a
 * calibration only. Threshold and card rest on cross-validation. Throws TooFewLabels; bad lines are reported and left out.
 */
export function trainLines(
  lines: readonly string[],
  reportBad: (lineNumber: number, reason: string) => void,
  matcher: Matcher,
  resources: Resources,
  options: TrainOptions,
): Candidate {
  const labelled = examplesOf(lines, reportBad, matcher, resources)
  const examples = labelled.map(({ example }) => example)
  const positives = examples.filter((e) => e.positive).length
  if (Math.min(positives, examples.length - positives) < fewestOfEach)
    throw new TooFewLabels(positives, examples.length - positives)
  const learnt = learn(examples, options.seed)
  const threshold = thresholdFor(options.recallTarget, examples, learnt.unseen)
  const flags = learnt.unseen.map((score) => score >= threshold)
  const hash = createHash('sha256')
  for (const { post } of labelled) hash.update(JSON.stringify([post.text, post.positive])).update('\n')
  return candidateOf(resources.modelId, threshold, learnt.correction, {
    made: options.made,
    from: options.from,
    labels: examples.length,
    positives,
    labelsSha256: hash.digest('hex'),
    penalty: learnt.penalty,
    recallTarget: options.recallTarget,
    ap: { before: learnt.ap.before, after: learnt.ap.after, ...learnt.ap.interval },
    curve: learnt.curve,
    texts: new Set(examples.map(({ text }) => text)).size,
    byLanguage: groups(labelled, flags, ({ lang }) => [lang]),
    bySituation: groups(labelled, flags, ({ special }) => special),
    byClass: groups(labelled, flags, ({ post }) => [post.kind]),
  })
}
