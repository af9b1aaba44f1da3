import { HashIndex } from './hash.ts'
import { addFeatures, type Features, lettersOf } from './linear-features.ts'
import type { ModelFile } from './model-file.ts'
import type { ModelWords } from './model-words.ts'

/** One n-gram that spoke: its words and what it weighed. */
export type Contribution = { words: string; weight: number }
export type LinearScore = { logit: number; strongest: Contribution[] }

/**
 * NB-weighted logistic regression over explicit n-grams (`linear-features.ts`). Words and
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
    addFeatures(text, bag)
    const [spelling, count] = this.spelling(text)
    const logit =
      this.bias + bag.sum / Math.sqrt(Math.max(1, bag.count)) + spelling / Math.sqrt(Math.max(1, count))
    return { logit, strongest: explain ? bag.strongest(explain, text) : [] }
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
    for (const hash of lettersOf(word, lang)) {
      const place = this.grams.find(hash)
      if (place < 0) continue
      made.sum += this.gramWeights[place] ?? 0
      made.count++
    }
    // Bounded: words of strangers are without number.
    if (this.spelt.size < 200_000 && word.length < 40)
      this.spelt.set(lang === 'en' ? word : `${lang}:${word}`, made)
    return made
  }
}

function scaled(weights: Int16Array, scale: number): Float32Array {
  return Float32Array.from(weights, (weight) => weight * scale)
}

/** Each feature of the list counts once a post. */
class Bag implements Features {
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
