import type { Sentiment } from '@hark/domain'
import { analyzerOf } from './natural.ts'

/** Per language: the sum of valences of some words, scaled so that ±1 is one clearly loaded word. */
export type Sentiments = ReadonlyMap<string, (words: string[]) => number>

/** One clearly loaded word in each lexicon's own scale: AFINN counts to 5, the others to 1. */
const loadedWord: Readonly<Record<string, number>> = {
  en: 3,
  pt: 3,
  es: 0.6,
  de: 0.5,
  fr: 0.4,
  it: 0.4,
  nl: 0.5,
}
const emoji: ReadonlyMap<string, number> = new Map([
  ...[...'😍🥰😊😀😁👍🙏💪🎉💖💕😃😄🙌'].map((char): [string, number] => [char, 1]),
  ...['❤', '♥'].map((char): [string, number] => [char, 1]),
  ...[...'😡😠🤬😭😢😞😩😫🤢🤮👎💩😖😣😵🤕🤒😰😨😤💔'].map((char): [string, number] => [char, -1]),
])

export function loadSentiments(): Sentiments {
  const all = new Map<string, (words: string[]) => number>()
  for (const lang of Object.keys(loadedWord)) {
    const analyse = analyzerOf(lang)
    // `natural` divides by the number of words; a long post is not a milder one.
    if (analyse) all.set(lang, (words) => (analyse(words) * words.length) / (loadedWord[lang] ?? 1))
  }
  return all
}

const firm = 0.2
const labelOf = (score: number): Sentiment['label'] =>
  score <= -firm ? 'negative' : score >= firm ? 'positive' : 'neutral'
const thousandths = (score: number): number => Math.round(score * 1000) / 1000 || 0

/** The lexicon's tone and the net's reading of the attitude towards the medicine (-1 … 1, null without a net), as one. */
export function towards(tone: Sentiment, attitude: number | null): Sentiment {
  if (attitude === null) return tone
  const score = thousandths(0.25 * tone.score + 0.75 * attitude)
  return { label: labelOf(score), score }
}

const words = /[\p{L}\p{M}'’]+|\p{Extended_Pictographic}/gu

/** Words as written, lower case, for `sentimentOf`; a very long text is read in part. */
export const wordsOf = (text: string): string[] => text.slice(0, 4000).toLowerCase().match(words) ?? []

/**
 * What the words around a product say of it: tanh of the summed valence, in -1 … 1. Words are as written, lower case (the
 * lexicons keep diacritics). A language without a lexicon is read by its emoji alone.
 */
export function sentimentOf(words: string[], lang: string, sentiments: Sentiments): Sentiment {
  let sum = sentiments.get(lang)?.(words) ?? 0
  for (const word of words) sum += emoji.get(word) ?? 0
  const score = thousandths(Math.tanh(sum / 2))
  return { label: labelOf(score), score }
}
