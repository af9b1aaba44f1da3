import { hashOn, hashUnit } from '../model/hash.ts'
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

/** Corrections are few beside the words there are: two words on one place do little harm. */
const tableBits = 17
/** Rule evidence, then the net's own classes and its inner numbers; the words follow. */
const mostDense = 512
export const tableSize = mostDense + 2 ** tableBits

/** One penalty for all: rule evidence and the net's numbers are larger than a word's share, and so held back. */
const denseScale = 8
const wordScale = 2

const space = 32
const logit = (p: number): number => Math.log(p / (1 - p))
const bounded = (p: number): number => Math.min(1 - 1e-6, Math.max(1e-6, p))

function denseOf(features: Features, { net }: Judgement): number[] {
  const rules = Object.keys(features)
    .filter((name) => name !== 'bias')
    .sort()
  const byRule = rules.map((name) => features[name as keyof Features] ?? 0)
  return [...byRule, ...(net ? [...net.post, ...net.inner] : [])].map((value) => value / denseScale)
}

/** Single words and pairs, each once. */
function wordPlaces(words: readonly string[]): Set<number> {
  const places = new Set<number>()
  const put = (hash: number): void => void places.add(mostDense + ((hash >>> 0) & (2 ** tableBits - 1)))
  let before = 0
  words.forEach((word, at) => {
    const hash = hashOn(0x811c9dc5, word)
    put(hash)
    if (at > 0) put(hashOn(hashUnit(before, space), word))
    before = hash
  })
  return places
}

/** What one judgement offers to correct. Pure; the same judgement, the same numbers. */
export function adaptable(features: Features, judgement: Judgement): Adaptable {
  const dense = denseOf(features, judgement).slice(0, mostDense)
  const words = [...wordPlaces(judgement.words.words)].sort((a, b) => a - b)
  const share = wordScale / Math.sqrt(Math.max(1, words.length))
  const denseAt = dense.flatMap((value, at) => (value === 0 ? [] : [at]))
  return {
    prior: logit(bounded(judgement.probability)),
    places: Int32Array.from([...denseAt, ...words]),
    values: Float32Array.from([...denseAt.map((at) => dense[at] ?? 0), ...words.map(() => share)]),
  }
}
