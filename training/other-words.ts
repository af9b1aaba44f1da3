import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { readCorpus } from './corpus-format.ts'

/** Words that are no medicine's name, to hold a name against before it ships. */

const root = join(import.meta.dirname, '..')
const data = join(root, 'packages/detection/data')
const lettersOf = (text: string): string[] => text.toLowerCase().match(/\p{L}{3,}/gu) ?? []

/** "extranodal" is no misspelt medicine: every word of the symptom and disease terms, but of those that mean a medicine ("tylonol"). */
export const medicalWords = (lexicons: string, medicines: ReadonlySet<string>): Set<string> =>
  new Set(
    readFileSync(join(lexicons, 'ae_terms_open.tsv'), 'utf8')
      .split('\n')
      .map((line) => line.toLowerCase().split('\t'))
      .filter(([, meaning = '']) => !medicines.has(meaning))
      .flatMap(([term = '']) => term.split(/[^a-z]+/)),
  )

export const englishWords = (): string[] =>
  gunzipSync(readFileSync(join(data, 'model/words-en.txt.gz')))
    .toString('utf8')
    .split('\n')

export type SaidInPosts = {
  /** Words nowhere marked as a medicine. */
  ordinary: ReadonlySet<string>
  /** Words marked as one, and how often. */
  medicines: ReadonlyMap<string, number>
}

/** What the posts of the corpus say, in seven languages. */
export function saidInPosts(): SaidInPosts {
  const folder = join(root, 'training/corpus')
  const said = new Set<string>()
  const medicines = new Map<string, number>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt')))
    for (const { text, spans } of readCorpus(file, readFileSync(join(folder, file), 'utf8')).rows) {
      for (const word of lettersOf(text)) said.add(word)
      for (const { kind, start, end } of spans)
        if (kind === 'medicine' || kind === 'other')
          for (const word of lettersOf(text.slice(start, end)))
            medicines.set(word, (medicines.get(word) ?? 0) + 1)
    }
  return { ordinary: said.difference(medicines), medicines }
}
