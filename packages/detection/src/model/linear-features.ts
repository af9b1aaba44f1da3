import { anyEvent, channels, hypothesisScope, knownEffect, knownUse, negationScope } from './channels.ts'
import { basis, hashOn, hashUnit, joined, seedOf } from './hash.ts'
import type { ModelWords } from './model-words.ts'

/** Takes the features of a text, each by its hash; of words, where they start and how many they are, else -1 and 0. May be told one twice. */
export type Features = { add(hash: number, at: number, length: number): void }

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

const hashWord = (word: string, lang: string): number => hashOn(seedOf(word, lang), word)

/** Words alone, by two and by three, those in the scope of a negation or hypothesis, runs around symptoms, and channels (training/fit/linear.py holds the same list). */
export function addFeatures(text: ModelWords, to: Features): void {
  addWords(text, to)
  addRuns(text, to)
  let all = 0
  for (const bits of text.mask) all |= bits
  for (let bit = 0; all !== 0; bit++, all >>>= 1) if (all & 1) to.add(channelHashes[bit] ?? 0, -1, 0)
  for (const name of knownPattern(text.mask)) to.add(hashOn(basis, name), -1, 0)
}

function addWords({ words, mask, lang }: ModelWords, to: Features): void {
  const hashes = words.map((word) => hashWord(word, lang))
  for (let at = 0; at < words.length; at++) {
    const first = hashes[at] as number
    to.add(first, at, 1)
    if (at + 1 < words.length) {
      const two = joined(first, hashes[at + 1] as number)
      to.add(two, at, 2)
      if (at + 2 < words.length) to.add(joined(two, hashes[at + 2] as number), at, 3)
    }
    const bits = mask[at] as number
    if (bits & negationScope) to.add(joined(notSeed, first), at, 1)
    if (bits & hypothesisScope) to.add(joined(hypSeed, first), at, 1)
  }
}

function addRuns(text: ModelWords, to: Features): void {
  if (!text.mask.some((bits) => bits & anyEvent)) return
  const { names, events } = delexicalised(text)
  const hashes = names.map((name) => hashWord(name, text.lang))
  for (let at = 0; at < names.length; at++) {
    let hash = runSeed
    let hasEvent = false
    for (let next = at; next < Math.min(names.length, at + 4); next++) {
      hash = joined(hash, hashes[next] as number)
      hasEvent ||= events[next] as boolean
      if (hasEvent) to.add(hash, -1, 0)
    }
  }
}

/** Hashes of a word's runs of three to five letters, edges marked; none of a mark, a class of words or fewer than four letters. */
export function lettersOf(word: string, lang: string): number[] {
  if (word.length < 4) return []
  const first = word.charCodeAt(0)
  if (!((first >= 97 && first <= 122) || (first > 127 && /^\p{L}/u.test(word)))) return []
  const seed = lang === 'en' ? hashUnit(basis, 124) : hashOn(basis, `${lang}|`)
  const unit = (at: number): number =>
    at === 0 ? caret : at > word.length ? dollar : word.charCodeAt(at - 1)
  const length = word.length + 2
  const hashes: number[] = []
  for (let at = 0; at + 3 <= length; at++) {
    let hash = seed
    for (let next = at; next < Math.min(length, at + 5); next++) {
      hash = hashUnit(hash, unit(next))
      if (next >= at + 2) hashes.push(hash)
    }
  }
  return hashes
}
