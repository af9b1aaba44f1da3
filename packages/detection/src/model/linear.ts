import { anyEvent, channels, hypothesisScope, knownEffect, knownUse, negationScope } from './channels.ts'
import { basis, HashIndex, hashOn, hashUnit, joined, seedOf } from './hash.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'

/** One n-gram that spoke: its words and what it weighed. */
export type Contribution = { words: string; weight: number }
export type LinearScore = { logit: number; strongest: Contribution[] }

const caret = 94
const dollar = 36
const polarities: [bits: number, name: string][] = [
  [1 << 3, '<event:negated>'],
  [1 << 4, '<event:indication>'],
  [1 << 5, '<event:benefit>'],
  [1 << 6, '<event:hypothetical>'],
]
const polarityBits = 0x78
const notSeed = hashOn(basis, 'NOT')
const hypSeed = hashOn(basis, 'HYP')
const runSeed = hashOn(basis, '~')
const channelHashes = channels.map((_, bit) => hashOn(basis, `#${bit}`))

/** Words and connecting words with each symptom as one step: "gave me `<event>`". */
function delexicalised({ words, mask }: ModelWords): { names: string[]; events: boolean[] } {
  const names: string[] = []
  const events: boolean[] = []
  for (let at = 0; at < words.length; ) {
    const bits = mask[at] ?? 0
    if (!(bits & anyEvent)) {
      names.push(words[at] ?? '')
      events.push(false)
      at++
      continue
    }
    let to = at + 1
    while (to < words.length && (mask[to] ?? 0) & anyEvent && (((mask[to] ?? 0) ^ bits) & polarityBits) === 0)
      to++
    names.push(polarities.find(([polarity]) => bits & polarity)?.[1] ?? '<event>')
    events.push(true)
    at = to
  }
  return { names, events }
}

/** What the post tells is only what its medicine is for, or only what it is known to do; and so of its standing symptoms. */
function knownPattern(mask: Int32Array): string[] {
  let post = 0
  let live = 0
  for (const bits of mask) {
    const use = (bits & knownUse) !== 0
    const effect = (bits & knownEffect) !== 0
    if (use !== effect) post |= use ? 1 : 2
    if (bits & anyEvent && !(bits & polarityBits)) live |= effect ? 4 : use ? 2 : 1
  }
  const told = `#live${live.toString(2).padStart(3, '0')}`
  return post === 1 ? [told, '#use'] : post === 2 ? [told, '#effect'] : [told]
}

/**
 * NB-weighted logistic regression over explicit n-grams (training/fit/linear.py holds the same list of features). Words and
 * runs count once a post; what a word is spelt like adds up over its distinct words, and is remembered from post to post.
 */
export class LinearModel {
  private readonly index: HashIndex
  private readonly weights: Float32Array
  private readonly grams: HashIndex
  private readonly gramWeights: Float32Array
  private readonly seen: Int32Array
  private readonly bias: number
  private post = 0
  private readonly spelt = new Map<string, { sum: number; count: number }>()

  constructor(file: ModelFile) {
    this.index = new HashIndex(file.int32('linear.words'))
    this.weights = scaled(file.int16('linear.weights'), file.header.wordScale as number)
    this.grams = new HashIndex(file.int32('linear.grams'))
    this.gramWeights = scaled(file.int16('linear.gramWeights'), file.header.gramScale as number)
    this.seen = new Int32Array(this.weights.length)
    this.bias = file.header.bias as number
  }

  /** Logit of an adverse event, and the n-grams that weighed most. */
  score(text: ModelWords, explain = 3): LinearScore {
    const bag = new Bag(this.index, this.weights, this.seen, ++this.post)
    this.addWords(bag, text)
    this.addRuns(bag, text)
    let all = 0
    for (const bits of text.mask) all |= bits
    for (let bit = 0; all !== 0; bit++, all >>>= 1) if (all & 1) bag.add(channelHashes[bit] ?? 0, -1, 0)
    for (const name of knownPattern(text.mask)) bag.add(hashOn(basis, name), -1, 0)
    const [spelling, count] = this.spelling(text)
    const logit =
      this.bias + bag.sum / Math.sqrt(Math.max(1, bag.count)) + spelling / Math.sqrt(Math.max(1, count))
    return { logit, strongest: explain ? bag.strongest(explain, text) : [] }
  }

  private addWords(bag: Bag, { words, mask, lang }: ModelWords): void {
    const hashes = words.map((word) => hashWord(word, lang))
    for (let at = 0; at < words.length; at++) {
      const first = hashes[at] as number
      bag.add(first, at, 1)
      if (at + 1 < words.length) {
        const two = joined(first, hashes[at + 1] as number)
        bag.add(two, at, 2)
        if (at + 2 < words.length) bag.add(joined(two, hashes[at + 2] as number), at, 3)
      }
      const bits = mask[at] as number
      if (bits & negationScope) bag.add(joined(notSeed, first), at, 1)
      if (bits & hypothesisScope) bag.add(joined(hypSeed, first), at, 1)
    }
  }

  private addRuns(bag: Bag, text: ModelWords): void {
    if (!text.mask.some((bits) => bits & anyEvent)) return
    const { names, events } = delexicalised(text)
    const hashes = names.map((name) => hashWord(name, text.lang))
    for (let at = 0; at < names.length; at++) {
      let hash = runSeed
      let hasEvent = false
      for (let next = at; next < Math.min(names.length, at + 4); next++) {
        hash = joined(hash, hashes[next] as number)
        hasEvent ||= events[next] as boolean
        if (hasEvent) bag.add(hash, -1, 0)
      }
    }
  }

  private spelling({ words, lang }: ModelWords): [sum: number, count: number] {
    let sum = 0
    let count = 0
    const distinct = new Set(words)
    for (const word of distinct) {
      if (word.length < 4) continue
      const known = this.spelt.get(lang === 'en' ? word : `${lang}:${word}`) ?? this.spell(word, lang)
      sum += known.sum
      count += known.count
    }
    return [sum, count]
  }

  private spell(word: string, lang: string): { sum: number; count: number } {
    const made = { sum: 0, count: 0 }
    const first = word.charCodeAt(0)
    if (!((first >= 97 && first <= 122) || (first > 127 && /^\p{L}/u.test(word)))) return made
    const seed = lang === 'en' ? hashUnit(basis, 124) : hashOn(basis, `${lang}|`)
    const unit = (at: number): number =>
      at === 0 ? caret : at > word.length ? dollar : word.charCodeAt(at - 1)
    const length = word.length + 2
    for (let at = 0; at + 3 <= length; at++) {
      let hash = seed
      for (let next = at; next < Math.min(length, at + 5); next++) {
        hash = hashUnit(hash, unit(next))
        if (next < at + 2) continue
        const place = this.grams.find(hash)
        if (place < 0) continue
        made.sum += this.gramWeights[place] ?? 0
        made.count++
      }
    }
    // Bounded: words of strangers are without number.
    if (this.spelt.size < 200_000 && word.length < 40)
      this.spelt.set(lang === 'en' ? word : `${lang}:${word}`, made)
    return made
  }
}

const hashWord = (word: string, lang: string): number => hashOn(seedOf(word, lang), word)

function scaled(weights: Int16Array, scale: number): Float32Array {
  return Float32Array.from(weights, (weight) => weight * scale)
}

/** Each feature of the list counts once a post. */
class Bag {
  sum = 0
  count = 0
  private readonly found: { weight: number; at: number; length: number }[] = []
  private readonly index: HashIndex
  private readonly weights: Float32Array
  private readonly seen: Int32Array
  private readonly post: number

  constructor(index: HashIndex, weights: Float32Array, seen: Int32Array, post: number) {
    this.index = index
    this.weights = weights
    this.seen = seen
    this.post = post
  }

  add(hash: number, at: number, length: number): void {
    const place = this.index.find(hash)
    if (place < 0 || this.seen[place] === this.post) return
    this.seen[place] = this.post
    const weight = this.weights[place] ?? 0
    this.sum += weight
    this.count++
    if (at >= 0 && (weight > 0.5 || weight < -0.5)) this.found.push({ weight, at, length })
  }

  strongest(most: number, { words }: ModelWords): Contribution[] {
    const norm = Math.sqrt(Math.max(1, this.count))
    return this.found
      .sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || a.at - b.at || b.length - a.length)
      .slice(0, most)
      .map(({ weight, at, length }) => ({
        words: words.slice(at, at + length).join(' '),
        weight: weight / norm,
      }))
  }
}
