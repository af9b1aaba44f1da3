import type { Folded } from '../fold/fold.ts'
import { isBreakCode, Pieces } from './pieces.ts'
import { ByWord, wordNumber, wordNumberAt, wordOf } from './word-numbers.ts'

/** Words of a folded text with their offsets in it, sentence and clause numbers, and marks set by later steps. */
export type Tokens = {
  folded: Folded
  words: string[]
  /** The number of each word, see `wordNumber`. */
  numbers: number[]
  start: number[]
  end: number[]
  sentence: number[]
  clause: number[]
  /** Per sentence: ends in a question mark. */
  asks: boolean[]
  /** Product or substance index at a token, -1 where none. */
  drug: Int16Array
  /** Not 0 where the token lies in an event span; neighbouring spans carry 1 and 2. */
  event: Uint8Array
}

/** Texts longer than this are read to here: beyond it a post is a document, and time must stay bounded. */
export const maxTokens = 6000

/** Nobody's sentence is longer; what looks so is a list or an attack, and context rules may not range over all of it. */
const maxSentence = 120
/** French and Italian write `l'hôpital`: the apostrophe parts words there and joins them elsewhere. */
const partsAtApostrophe = new Set(['fr', 'it'])

export function tokenise(folded: Folded, lang: string): Tokens {
  const words: string[] = []
  const numbers: number[] = []
  const start: number[] = []
  const end: number[] = []
  const sentence: number[] = []
  const clause: number[] = []
  const asks: boolean[] = [false]
  const pieces = new Pieces(folded.text, partsAtApostrophe.has(lang))
  let inClause = 0
  let sentenceStart = 0
  while (words.length < maxTokens && pieces.next()) {
    const { from, to } = pieces
    const isBreak = isBreakCode(folded.text.charCodeAt(from))
    if (isBreak) {
      inClause++
      if (isBreak === 2) {
        if (pieces.asks()) asks[asks.length - 1] = true
        if (words.length && sentence.at(-1) === asks.length - 1) asks.push(false)
      }
      continue
    }
    if (sentence.at(-1) !== asks.length - 1) sentenceStart = words.length
    else if (words.length - sentenceStart >= maxSentence) {
      asks.push(false)
      sentenceStart = words.length
    }
    const number = speltNumber(folded.text, from, to)
    words.push(number === 0 ? spelling(folded.text.slice(from, to)) : wordOf(number))
    numbers.push(number)
    start.push(from)
    end.push(to)
    sentence.push(asks.length - 1)
    clause.push(inClause)
  }
  const count = words.length
  return {
    folded,
    words,
    numbers,
    start,
    end,
    sentence,
    clause,
    asks,
    drug: new Int16Array(count).fill(-1),
    event: new Uint8Array(count),
  }
}

/** By the number of a word as written: that of its spelling. */
const spellings = new ByWord()

function speltNumber(text: string, from: number, to: number): number {
  const written = wordNumberAt(text, from, to)
  if (written === 0) return 0
  const known = spellings.get(written)
  if (known > 0) return known
  const spelt = wordNumber(spelling(wordOf(written)))
  spellings.set(written, spelt)
  return spelt
}

const stretched = /([a-z])\1{2,}/g

/** "don't" as `dont`; "sleeeep" as `sleep`, "sooo" as `so`: only e is doubled so often that two are the better guess. */
function spelling(word: string): string {
  const joined = word.includes("'") ? word.replaceAll("'", '') : word
  return joined.replace(stretched, (_, letter: string) => (letter === 'e' ? 'ee' : letter))
}

/** The same cut for one phrase of a list, so that lists and posts agree. */
export function wordsOf(folded: Folded, lang: string): string[] {
  return tokenise(folded, lang).words
}
