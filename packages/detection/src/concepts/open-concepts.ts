import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Ranked, type Term, TermRanker } from './ranker.ts'

/** A condition of the open vocabulary (HPO, Symptom Ontology, OAE, MeSH, or our own id) for a phrase in lay words. */
export type RankedConcept = Ranked & { name: string }

export type ConceptRanker = (phrase: string, lang: string, most?: number) => RankedConcept[]

/** A vocabulary as shipped: its edition and the hash of its table, to be recorded with every concept taken from it. */
export type Vocabulary = {
  version: string
  sha256: string
  names: ReadonlyMap<string, string>
  rank: ConceptRanker
}

/** Raised with the table; the hash says which one exactly. */
const version = '2026.11'

function compile(table: string): Pick<Vocabulary, 'names' | 'rank'> {
  const names = new Map<string, string>()
  const terms: Term[] = table
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [id = '', name = '', ...columns] = line.split('\t')
      names.set(id, name)
      return columns.flatMap((column, at) =>
        column
          .split('|')
          .filter(Boolean)
          .map((term): Term => {
            const [, lang = 'en', words = ''] = /^(?:([a-z]{2}):)?(.*)$/s.exec(term) ?? []
            return { id, term: words, lang, chosen: at === 1 }
          }),
      )
    })
  const ranker = new TermRanker(terms)
  const rank: ConceptRanker = (phrase, lang, most) =>
    ranker.rank(phrase, lang, most).map((r) => ({ ...r, name: names.get(r.id) ?? r.id }))
  return { names, rank }
}

/** Rows `id ⇥ name ⇥ term|lang:term|…`, and in a fourth column those chosen by hand. */
export const compileConcepts = (table: string): ConceptRanker => compile(table).rank

const path = join(import.meta.dirname, '../../data/concepts.tsv.gz')
let shipped: Vocabulary | null = null

/** The shipped open vocabulary; read and indexed on first use, which takes more than a second of the thread that asks. */
export function openVocabulary(): Vocabulary {
  if (shipped) return shipped
  const table = gunzipSync(readFileSync(path))
  const sha256 = createHash('sha256').update(table).digest('hex')
  shipped = { version, sha256, ...compile(table.toString('utf8')) }
  return shipped
}

export const openConcepts = (): ConceptRanker => openVocabulary().rank
