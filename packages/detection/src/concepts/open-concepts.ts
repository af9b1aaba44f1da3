import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Ranked, type Term, TermRanker } from './ranker.ts'

/** A condition of the open vocabulary (HPO, Symptom Ontology, OAE, MeSH, or our own id) for a phrase in lay words. */
export type RankedConcept = Ranked & { name: string }

export type ConceptRanker = (phrase: string, lang: string, most?: number) => RankedConcept[]

/** Rows `id ⇥ name ⇥ term|lang:term|…`. */
export function compileConcepts(table: string): ConceptRanker {
  const names = new Map<string, string>()
  const terms: Term[] = table
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => {
      const [id = '', name = '', all = ''] = line.split('\t')
      names.set(id, name)
      return all.split('|').map((term): Term => {
        const [, lang = 'en', words = ''] = /^(?:([a-z]{2}):)?(.*)$/s.exec(term) ?? []
        return { id, term: words, lang }
      })
    })
  const ranker = new TermRanker(terms)
  return (phrase, lang, most) =>
    ranker.rank(phrase, lang, most).map((r) => ({ ...r, name: names.get(r.id) ?? r.id }))
}

const path = join(import.meta.dirname, '../../data/concepts.tsv.gz')
let shipped: ConceptRanker | null = null

/** The shipped open vocabulary; read and indexed on first use. */
export function openConcepts(): ConceptRanker {
  shipped ??= compileConcepts(gunzipSync(readFileSync(path)).toString('utf8'))
  return shipped
}
