import { stemmerOf } from '../sentiment/natural.ts'
import { ByWord, wordNumber, wordOf } from './word-numbers.ts'

/** By language: the number of each word's stem, by the number of the word. Posts repeat their words. */
const known = new Map<string, ByWord>()
const longest = 40

/** Stems by the language's own stemmer; languages without one keep the word. */
export function stemmed(words: readonly string[], lang: string): string[] {
  return stemsOf({ words, numbers: words.map(wordNumber) }, lang).words
}

type Numbered = { words: readonly string[]; numbers: readonly number[] }

/** The same for words with their numbers, and with those of the stems. */
export function stemsOf({ words, numbers }: Numbered, lang: string): { words: string[]; numbers: number[] } {
  const stem = stemmerOf(lang)
  if (!stem) return { words: [...words], numbers: [...numbers] }
  const stems = known.get(lang) ?? new ByWord()
  known.set(lang, stems)
  const read = { words: [] as string[], numbers: [] as number[] }
  for (let at = 0; at < words.length; at++) {
    const number = numbers[at] ?? 0
    let made = number === 0 ? 0 : stems.get(number)
    let word = made ? wordOf(made) : ''
    if (!made) {
      const original = words[at] ?? ''
      word = original.length < longest ? stem(original) : original
      made = wordNumber(word)
      if (number && made) stems.set(number, made)
    }
    read.words.push(word)
    read.numbers.push(made)
  }
  return read
}
