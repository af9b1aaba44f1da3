import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Weights } from '../engine.ts'
import type { ReadEvent } from '../events/polarity.ts'
import type { Reading } from '../reading.ts'
import { noVerdict, type Verdict, verdictOf } from '../scope/verdict.ts'
import type { Features } from '../score/features.ts'
import { logitOf } from '../score/score.ts'
import type { Uses } from '../uses/uses.ts'
import { canRun } from './kernel.ts'
import { type Contribution, LinearModel, type LinearScore } from './linear.ts'
import { loadModelFile, modelFolder } from './model-file.ts'
import { type ModelWords, modelWords } from './model-words.ts'
import { eventMargin, NetModel, type NetReading } from './net.ts'
import { type Splitter, splitter } from './split-tags.ts'
import { taggedEvents } from './tagged-events.ts'

/** How the parts add up to one logit, and where the line is drawn. */
export type Combination = {
  weights: { hand: number; rules: number; linear: number; net: number; tags: number }
  bias: number
  /** Added in a language, so that one threshold keeps one recall in all. */
  languages: Record<string, number>
  /** What each of the net's classes of negatives adds, by its share; none without the net. */
  classes?: number[]
  /** Calibrated probability from which a post is flagged, and the recall on unseen rows it was chosen for. */
  threshold: number
  recall: number
}

type Combined = {
  rules: { weights: Partial<Record<keyof Weights, number>>; bias: number }
  full: Combination
  lean: Combination
}

/** What the trained parts say of one text and one product. */
export type Judgement = {
  /** Calibrated probability of an adverse event. */
  probability: number
  words: ModelWords
  strongest: Contribution[]
  net: NetReading | null
  /** Events as all parts together read them, and how the post as a whole means them. */
  events: ReadEvent[]
  verdict: Verdict
  /** Why it is none, or what speaks for a special situation: the net's own classes, null without it. */
  heads: Heads | null
}

export type Heads = {
  situation: number
  /** Shares of the classes of negatives, and the largest. */
  shares: number[]
  negative: string
  negativeShare: number
  /** Towards the medicine, -1 … 1. */
  sentiment: number
}

/** A text, the product it is held against, what is known of that, and what the rules found. */
export type Asked = { reading: Reading; product: number; uses: Uses; features: Features }

export type Model = {
  combination: Combination
  /** One judgement for each text and product asked about, in their order; none depends on the others. */
  judge: (asked: readonly Asked[]) => Judgement[]
  /** The linear part alone, for the stage that must keep up with a firehose. */
  linear: LinearModel
  hasNet: boolean
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z))

/**
 * Loads the trained parts. `read` sees every byte that can change a score. Without WebAssembly's vector instructions, or where
 * `net` is false, rules and linear part go on alone, under their own weights and threshold.
 */
export function loadModel(
  net = true,
  read: (path: string) => Buffer = (path) => readFileSync(join(modelFolder, path)),
): Model {
  const combined = JSON.parse(read('combined.json').toString('utf8')) as Combined
  const split = splitter(gunzipSync(read('words-en.txt.gz')).toString('utf8').trim().split('\n'))
  const linear = new LinearModel(loadModelFile('linear', read))
  const kernel = read('kernel.wasm')
  const trained = net && canRun(kernel) ? loadNet(read, kernel) : null
  const combination = trained ? combined.full : combined.lean
  return {
    combination,
    linear,
    hasNet: trained !== null,
    judge: (asked) => judge(asked, { combined, combination, split, linear, trained }),
  }
}

type Trained = { model: NetModel; negatives: string[] }

function loadNet(read: (path: string) => Buffer, kernel: Buffer): Trained {
  const file = loadModelFile('net', read)
  return { model: new NetModel(file, kernel), negatives: file.header.negatives as string[] }
}

type Parts = {
  combined: Combined
  combination: Combination
  split: Splitter
  linear: LinearModel
  trained: Trained | null
}

/** Part by part, so that what one part looks up for all texts stays at hand. */
function judge(
  asked: readonly Asked[],
  { combined, combination, split, linear, trained }: Parts,
): Judgement[] {
  const texts = asked.map(({ reading, product, uses }) => modelWords(reading, product, uses, split))
  const scores = texts.map((words) => linear.score(words))
  const nets = texts.map((words) => trained?.model.read(words) ?? null)
  return asked.map(({ reading, product, features }, at) => {
    const words = texts[at] as ModelWords
    const net = nets[at] ?? null
    const { logit, strongest } = scores[at] as LinearScore
    const heads = net && trained ? headsOf(net.post, trained.negatives) : null
    const events = taggedEvents(reading, { words, net })
    const sum = combine({ features, words, logit, net, heads }, combined, combination)
    const verdict = sum < leastWeighed ? noVerdict : verdictOf(reading, product, events)
    return { probability: sigmoid(sum + verdict.shift), words, strongest, net, events, verdict, heads }
  })
}

/** So far below the line that no verdict could carry a post over it: these are not read for one, which costs as much as a list. */
const leastWeighed = -2

type Said = Pick<Judgement, 'words' | 'net' | 'heads'> & { features: Features; logit: number }

/** The parts' logits as one. */
function combine(
  { features, words, logit, net, heads }: Said,
  { rules }: Combined,
  { weights, bias, languages, classes }: Combination,
): number {
  return (
    bias +
    (languages[words.lang] ?? 0) +
    weights.hand * logitOf(features) +
    weights.rules * (rules.bias + logitOf(features, rules.weights)) +
    weights.linear * logit +
    weights.net * (net?.post[0] ?? 0) +
    weights.tags * (net ? eventMargin(net) : 0) +
    (heads?.shares.reduce((part, share, at) => part + share * (classes?.[at] ?? 0), 0) ?? 0)
  )
}

function headsOf(post: Float32Array, negatives: readonly string[]): Heads {
  const classes = softmax(post.subarray(2, 2 + negatives.length))
  let top = 0
  classes.forEach((share, at) => {
    if (share > (classes[top] ?? 0)) top = at
  })
  const [minus = 0, , plus = 0] = softmax(post.subarray(2 + negatives.length))
  return {
    situation: sigmoid(post[1] ?? 0),
    shares: classes,
    negative: negatives[top] ?? '',
    negativeShare: classes[top] ?? 0,
    sentiment: plus - minus,
  }
}

function softmax(logits: Float32Array): number[] {
  let top = Number.NEGATIVE_INFINITY
  for (const logit of logits) if (logit > top) top = logit
  const powers: number[] = []
  let total = 0
  for (const logit of logits) {
    const power = Math.exp(logit - top)
    powers.push(power)
    total += power
  }
  for (let i = 0; i < powers.length; i++) powers[i] = (powers[i] as number) / total
  return powers
}
