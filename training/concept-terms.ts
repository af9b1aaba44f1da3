import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSymptoms } from './symptom-table.ts'

/** One open concept: `id ⇥ name ⇥ term|term|…`, and in a fourth column the wordings of our own; other languages as `lang:term`. */
type Concept = { id: string; name: string; terms: Set<string>; own: Set<string> }

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split('\t'))

const idOf = (id: string): string => id.replace(/^(HP|OAE)_/, '$1:').replace(/^D(?=\d)/, 'MESH:D')
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** Lay words for medicines and the like are no conditions. */
const noCondition = /\|/

/** The concepts by their names and by every id a source gave them. */
class Concepts {
  private readonly byName = new Map<string, Concept>()
  private readonly byId = new Map<string, Concept>()

  /** Two sources with one name share a concept, whose id is the first open id that gives it; else it gets one of our own (`HARK:…`). */
  add(name: string, term: string, id: string): void {
    const key = name.toLowerCase()
    const known = this.byName.get(key) ?? this.byId.get(id)
    const concept = known ?? { id: id || `HARK:${slug(key)}`, name, terms: new Set(), own: new Set() }
    if (id && concept.id.startsWith('HARK:')) concept.id = id
    concept.terms.add(name).add(term)
    this.byName.set(key, concept)
    if (id) this.byId.set(id, concept)
  }

  translate(lang: string, id: string, term: string): void {
    this.byId.get(id)?.terms.add(`${lang}:${term}`)
  }

  /** The concept a row of our own table means; a name no source holds is a concept of our own. */
  meant(id: string, name: string): Concept {
    this.add(name, name, '')
    const concept = this.byName.get(name.toLowerCase())
    if (concept?.id !== id) throw new Error(`symptoms.tsv: ${name} is ${concept?.id}, not ${id}`)
    return concept
  }

  /** What another source holds under a name that is given to a concept is the same, twice; an open id outlives one of our own. */
  unite(concept: Concept, name: string, rows: ReadonlySet<Concept>): void {
    const twin = this.byName.get(name.toLowerCase())
    if (!twin || twin === concept) return
    if (rows.has(twin)) throw new Error(`symptoms.tsv: ${name} is ${twin.id} and ${concept.id}`)
    if (concept.id.startsWith('HARK:') && !twin.id.startsWith('HARK:'))
      throw new Error(`symptoms.tsv: ${name} has an open id, ${twin.id}, and ${concept.id} has none`)
    for (const term of twin.terms) concept.terms.add(term)
    for (const [key, held] of this.byName) if (held === twin) this.byName.set(key, concept)
    for (const [key, held] of this.byId) if (held === twin) this.byId.set(key, concept)
  }

  all = (): Concept[] => [...new Set(this.byName.values())]
}

/** Gathers the lexicons by what a term stands for, and names the everyday symptoms as our own table does (`symptoms.tsv`). */
export function openConcepts(lexicons: string, symptoms: string): string[] {
  const concepts = new Concepts()
  for (const [term = '', name = '', source = '', id = ''] of rowsOf(join(lexicons, 'ae_terms_open.tsv'))) {
    const clean = (text: string): string =>
      (source.startsWith('OAE') ? text.replace(/ (?:AE|adverse event)$/i, '') : text)
        .replace(/@en$/, '')
        .trim()
    if (clean(name) && !noCondition.test(term)) concepts.add(clean(name), clean(term), id && idOf(id))
  }
  for (const [lang, id, term] of translations(lexicons)) concepts.translate(lang, id, term)
  const rows = readSymptoms(symptoms).map((row) => ({ ...row, concept: concepts.meant(row.id, row.name) }))
  const meant = new Set(rows.map(({ concept }) => concept))
  for (const { concept, wordings } of rows)
    for (const [lang, words] of [['en', concept.name] as const, ...wordings]) {
      if (lang === 'en') concepts.unite(concept, words, meant)
      concept.own.add(lang === 'en' ? words : `${lang}:${words}`)
    }
  return concepts.all().map(lineOf).sort()
}

function lineOf({ id, name, terms, own }: Concept): string {
  const others = [...terms].filter((term) => !own.has(term))
  return [id, name, ...[others, [...own]].map((part) => part.sort().join('|'))].join('\t').trimEnd()
}

function* translations(lexicons: string): Generator<[lang: string, id: string, term: string]> {
  const files = [
    ['de', 'hp-de.synonyms.tsv', 0, 1],
    ['es', 'hp-es.babelon.tsv', 2, 5],
    ['fr', 'hp-fr.synonyms.tsv', 0, 1],
    ['nl', 'hp-nl.synonyms.tsv', 0, 1],
  ] as const
  for (const [lang, file, id, terms] of files) {
    for (const row of rowsOf(join(lexicons, 'hpo', file))) {
      if (!row[id]?.startsWith('HP:') || row.includes('NOT_TRANSLATED')) continue
      for (const term of (row[terms] ?? '').split('|'))
        if (term.trim()) yield [lang, row[id] ?? '', term.trim()]
    }
  }
}
