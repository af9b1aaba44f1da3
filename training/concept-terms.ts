import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One open concept: `id ⇥ name ⇥ term|term|…`, English terms first, then `lang:term` in other languages. */
type Concept = { id: string; name: string; terms: Set<string> }

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

/**
 * Gathers the lexicons by what a term stands for. Two sources with one name share a concept, whose id is the first open id that
 * gives it; a name that no open ontology holds gets an id of our own (`HARK:…`).
 */
export function openConcepts(lexicons: string, lists: string): string[] {
  const byName = new Map<string, Concept>()
  const byId = new Map<string, Concept>()
  for (const [term = '', name = '', source = '', id = ''] of rowsOf(join(lexicons, 'ae_terms_open.tsv'))) {
    const clean = (text: string): string =>
      (source.startsWith('OAE') ? text.replace(/ (?:AE|adverse event)$/i, '') : text).trim()
    const key = clean(name).toLowerCase()
    if (!key || noCondition.test(term)) continue
    const known = byName.get(key) ?? (id ? byId.get(idOf(id)) : undefined)
    const concept = known ?? { id: id ? idOf(id) : `HARK:${slug(key)}`, name: clean(name), terms: new Set() }
    if (id && concept.id.startsWith('HARK:')) concept.id = idOf(id)
    concept.terms.add(clean(name)).add(clean(term))
    byName.set(key, concept)
    if (id) byId.set(idOf(id), concept)
  }
  for (const [lang, id, term] of translations(lexicons)) byId.get(id)?.terms.add(`${lang}:${term}`)
  for (const [lang, name, term] of ownPhrases(lists)) {
    const concept = byName.get(name) ?? { id: `HARK:${slug(name)}`, name, terms: new Set([name]) }
    concept.terms.add(lang === 'en' ? term : `${lang}:${term}`)
    byName.set(name, concept)
  }
  return [...new Set(byName.values())]
    .map(({ id, name, terms }) => [id, name, [...terms].sort().join('|')].join('\t'))
    .sort()
}

function* translations(lexicons: string): Generator<[lang: string, id: string, term: string]> {
  const files = [
    ['de', 'hp-de.synonyms.tsv', 0, 1],
    ['es', 'hp-es.babelon.tsv', 2, 5],
    ['fr', 'hp-fr.synonyms.tsv', 0, 1],
  ] as const
  for (const [lang, file, id, terms] of files) {
    for (const row of rowsOf(join(lexicons, 'hpo', file))) {
      if (!row[id]?.startsWith('HP:') || row.includes('NOT_TRANSLATED')) continue
      for (const term of (row[terms] ?? '').split('|'))
        if (term.trim()) yield [lang, row[id] ?? '', term.trim()]
    }
  }
}

/** The options of our own lists, `(option|option*) = concept`, where they are plain words. */
function* ownPhrases(lists: string): Generator<[lang: string, name: string, term: string]> {
  for (const lang of readdirSync(lists).sort()) {
    for (const file of readdirSync(join(lists, lang)).sort()) {
      for (const line of readFileSync(join(lists, lang, file), 'utf8').split('\n')) {
        const [, options = '', name = ''] =
          /^\(?([^@#_()=]*)\)? = (\p{L}[\p{L} -]*)$/u.exec(line.replace(/\([^()]*\)(?=\|)/g, '')) ?? []
        if (!name || line.startsWith('@')) continue
        for (const option of options.split('|')) {
          const term = option.replaceAll('*', '').trim()
          if (term.length >= 4) yield [lang, name.toLowerCase(), term]
        }
      }
    }
  }
}
