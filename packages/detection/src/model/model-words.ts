import type { Reading } from '../reading.ts'
import type { Uses } from '../uses/uses.ts'
import { channelsOf } from './channels.ts'
import type { Splitter } from './split-tags.ts'

/**
 * A text as the models read it: medicine names replaced by what they are here, numbers by their length, links and handles by
 * their kind, hashtags cut into words, and the marks between words kept.
 */
export type ModelWords = {
  words: string[]
  /** `channels` of each word; 0 for marks. */
  mask: Int32Array
  /** Tokens of the reading each stands for, `from` inclusive; -1 for a mark. */
  from: Int32Array
  to: Int32Array
  /** Language that the words belong to; `en` where unknown. */
  lang: string
}

export const drugWord = '<drug>'
export const otherWord = '<other>'
const linkWord = '<url>'
const handleWord = '<user>'

/** A post is read to here, a document around its medicines: time must stay bounded. */
const most = 320
const links = /(?:https?:\/\/|www\.|t\.co\/)\S+/g

type Draft = { words: string[]; mask: number[]; from: number[]; to: number[] }

function push(draft: Draft, word: string, mask: number, from: number, to: number): void {
  draft.words.push(word)
  draft.mask.push(mask)
  draft.from.push(from)
  draft.to.push(to)
}

/** The mark between two words that says most. */
function markBetween(text: string, from: number, to: number): string {
  let best = ''
  for (let at = from; at < to; at++) {
    const char = text.charCodeAt(at)
    if (char === 63) return '?'
    if (char === 33) best = '!'
    else if ((char === 46 || char === 10 || char === 0x2026) && best !== '!') best = '.'
    else if ((char === 44 || char === 58 || char === 59 || char === 0x2014 || char === 0x2013) && best === '')
      best = ','
    else if ((char === 34 || char === 0x201c || char === 0x201d) && best === '') best = '"'
    else if (char === 40 && best === '') best = '('
  }
  return best
}

function numberWord(word: string): string {
  if (/[.,]/.test(word)) return '<num.>'
  return word.length > 4 ? '<num5>' : `<num${word.length}>`
}

/** End of the run of tokens that start before `offset`. */
function tokensBefore(start: readonly number[], at: number, offset: number): number {
  let to = at
  while (to < start.length && (start[to] ?? 0) < offset) to++
  return Math.max(to, at + 1)
}

/** First and last token to read of a long text: around its first medicine, else its beginning. */
function windowOf(reading: Reading, target: number): [number, number] {
  const count = reading.tokens.words.length
  if (count <= most) return [0, count]
  const drug = Math.max(0, reading.tokens.drug.indexOf(target))
  const from = Math.max(0, Math.min(drug - most / 3, count - most)) | 0
  return [from, Math.min(count, from + most)]
}

/** Reads a text for one product, of which `uses` is known: its names become `<drug>`, all other medicines `<other>`. */
export function modelWords(reading: Reading, target: number, uses: Uses, split: Splitter | null): ModelWords {
  const { words, start, end, folded } = reading.tokens
  const { text } = folded
  const mask = channelsOf(reading, uses)
  const draft: Draft = { words: [], mask: [], from: [], to: [] }
  const linkEnds = new Map<number, number>()
  if (text.includes('//') || text.includes('www.') || text.includes('t.co/'))
    for (const hit of text.matchAll(links)) linkEnds.set(hit.index, hit.index + hit[0].length)
  const [first, last] = windowOf(reading, target)
  let before = first > 0 ? (end[first - 1] ?? 0) : 0
  for (let at = first; at < last; ) {
    const from = start[at] ?? 0
    const mark = from > before ? markBetween(text, before, from) : ''
    if (mark) push(draft, mark, 0, -1, -1)
    const to = pushToken(draft, reading, at, target, mask, linkEnds, split)
    before = Math.max(end[to - 1] ?? from, linkEnds.get(from) ?? 0)
    at = to
  }
  const mark = markBetween(text, before, Math.min(text.length, before + 200))
  if (mark && last === words.length) push(draft, mark, 0, -1, -1)
  return {
    words: draft.words,
    mask: new Int32Array(draft.mask),
    from: new Int32Array(draft.from),
    to: new Int32Array(draft.to),
    lang: reading.language.known ? reading.language.lang : 'en',
  }
}

/** Pushes what stands at token `at`; returns the token that follows it. */
function pushToken(
  draft: Draft,
  reading: Reading,
  at: number,
  target: number,
  mask: Int32Array,
  linkEnds: ReadonlyMap<number, number>,
  split: Splitter | null,
): number {
  const { words, start, drug, folded } = reading.tokens
  const from = start[at] ?? 0
  const named = drug[at] ?? -1
  if (named >= 0) {
    let to = at + 1
    while (to < words.length && drug[to] === named) to++
    push(draft, named === target ? drugWord : otherWord, mask[at] ?? 0, at, to)
    return to
  }
  const linkEnd = linkEnds.get(from)
  if (linkEnd !== undefined) {
    const to = tokensBefore(start, at, linkEnd)
    push(draft, linkWord, 0, at, to)
    return to
  }
  const sign = from > 0 ? folded.text.charCodeAt(from - 1) : 0
  const word = words[at] ?? ''
  if (sign === 64) push(draft, handleWord, mask[at] ?? 0, at, at + 1)
  else if (word.charCodeAt(0) >= 48 && word.charCodeAt(0) <= 57)
    push(draft, numberWord(word), mask[at] ?? 0, at, at + 1)
  else if (sign === 35 && split && word.length > 5)
    for (const part of split(word)) push(draft, part, mask[at] ?? 0, at, at + 1)
  else push(draft, word, mask[at] ?? 0, at, at + 1)
  return at + 1
}
