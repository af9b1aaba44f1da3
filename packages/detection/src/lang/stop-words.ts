import { fold } from '../fold/fold.ts'
import { stopWordsOf } from '../sentiment/natural.ts'

/** Folded word → the languages that use it as a function word. */
export type StopWords = ReadonlyMap<string, readonly string[]>

/** The seven read, and Latin-script neighbours that must not be mistaken for them. */
const compared = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'pt',
  'sv',
  'da',
  'no',
  'fi',
  'pl',
  'cs',
  'tr',
  'id',
  'ro',
  'hu',
  'ca',
  'tl',
  'vi',
  'hr',
  'sk',
]

/** Function words of many languages, and the vocabulary of our own lists. */
export function wordTable(vocabulary: ReadonlyMap<string, ReadonlySet<string>>): StopWords {
  const lists = stopWordsOf()
  const table = new Map<string, string[]>()
  for (const [lang, spoken] of vocabulary)
    for (const word of spoken) table.set(word, [...(table.get(word) ?? []), lang])
  for (const lang of compared) {
    for (const word of new Set((lists[lang] ?? []).map((given) => fold(given).text.replaceAll("'", '')))) {
      if (word.length < 2 && word !== 'i' && word !== 'y') continue
      const known = table.get(word) ?? []
      if (!known.includes(lang)) table.set(word, [...known, lang])
    }
  }
  return table
}
