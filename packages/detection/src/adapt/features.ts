import { basis, hashOn } from '../model/hash.ts'
import { addFeatures, lettersOf } from '../model/linear-features.ts'
import type { Judgement } from '../model/model.ts'
import type { Features } from '../score/features.ts'

/** One text as adaptation sees it: what the shipped model says of it, and what a correction may hang on. */
export type Adaptable = {
  /** Logit of the shipped model. */
  prior: number
  /** Places in the table of corrections, ascending, and how much of each there is. */
  places: Int32Array
  values: Float32Array
}

/** Rule evidence, the net's own classes and its inner numbers; what the words are follows. */
export const mostDense = 512
/** Corrections are few beside the words there are: two on one place do little harm. */
const tableBits = 18
export const tableSize = mostDense + 2 ** tableBits

/** One penalty for all: rule evidence and the net's numbers are larger than a word's share, and so held back. */
const denseScale = 8
const wordScale = 2

const logit = (p: number): number => Math.log(p / (1 - p))
const bounded = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p))

function denseOf(features: Features, { net }: Judgement): number[] {
  const rules = Object.keys(features)
    .filter((name) => name !== 'bias')
    .sort()
  const byRule = rules.map((name) => features[name as keyof Features] ?? 0)
  return [...byRule, ...(net ? [...net.post, ...net.inner] : [])].map((value) => value / denseScale)
}

/** Hashes of the linear part differ in their high bits too: all of them choose the place. */
function placeOf(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x9e3779b1)
  return mostDense + (mixed >>> (32 - tableBits))
}

/**
 * What the linear part reads (its trained list leaves out the words of one organisation's posts), how words are spelt, and which
 * symptoms are told how: each place once, ascending.
 */
function wordPlaces({ words, events }: Judgement): number[] {
  const places = new Set<number>()
  addFeatures(words, { add: (hash) => places.add(placeOf(hash)) })
  for (const word of new Set(words.words))
    for (const hash of lettersOf(word, words.lang)) places.add(placeOf(hash))
  for (const { polarity, concept } of events) {
    places.add(placeOf(hashOn(basis, `@${polarity}`)))
    places.add(placeOf(hashOn(basis, `@${polarity} ${concept}`)))
  }
  return [...places].sort((a, b) => a - b)
}

/** What one judgement offers to correct. Pure; the same judgement, the same numbers. */
export function adaptable(features: Features, judgement: Judgement): Adaptable {
  const dense = denseOf(features, judgement).slice(0, mostDense)
  const words = wordPlaces(judgement)
  const share = wordScale / Math.sqrt(Math.max(1, words.length))
  const denseAt = dense.flatMap((value, at) => (value === 0 ? [] : [at]))
  return {
    prior: logit(bounded(judgement.probability)),
    places: Int32Array.from([...denseAt, ...words]),
    values: Float32Array.from([...denseAt.map((at) => dense[at] ?? 0), ...words.map(() => share)]),
  }
}
