import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One shipped row: `term ⇥ concept ⇥ source`. Terms of HPO are written exactly as HPO writes them. */
type TermRow = { term: string; concept: string; source: string }

const rowsOf = (path: string): string[][] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((line) => line.split('\t'))

/** Diseases (DOID) are mostly what is treated, not what is caused: they stay out of the event list. */
const usedSources: Readonly<Record<string, string>> = {
  SYMP: 'SYMP',
  'CTCAE-v5': 'CTCAE',
  'AskAPatient-lay': 'AAP',
  'PsyTAR-lay': 'PSYTAR',
  'HPO-layperson': 'HPO',
  'OAE(2022 additions)': 'OAE',
  'MeSH-symptoms(dhimmel)': 'MESH',
}

/** Words that make a clinical term too long or too formal to be met in a post. */
const tooFormal =
  /[\d()[\]/,;:]|\b(?:grade|ctcae|abnormality of|syndrome type|chromosome|vaccine adverse event)\b/i

function english(lexicons: string): TermRow[] {
  return rowsOf(join(lexicons, 'ae_terms_open.tsv')).flatMap(
    ([term = '', concept = '', source = '', id = '']) => {
      const short = usedSources[source]
      const words = term.split(/\s+/).length
      if (!short || tooFormal.test(term) || words > 6 || term.length < 3) return []
      const kept = short === 'OAE' ? term.replace(/ (?:AE|adverse event)$/i, '') : term
      return [{ term: kept, concept: id || concept.toLowerCase(), source: short }]
    },
  )
}

function translated(lexicons: string, lang: string): TermRow[] {
  const rows = rowsOf(
    join(
      lexicons,
      'hpo',
      { de: 'hp-de.synonyms.tsv', es: 'hp-es.babelon.tsv', fr: 'hp-fr.synonyms.tsv' }[lang] ?? '',
    ),
  )
  const pick = (row: string[]): [string, string] =>
    lang === 'es' ? [row[2] ?? '', row[5] ?? ''] : [row[0] ?? '', row[1] ?? '']
  return rows.flatMap((row) => {
    const [concept, terms] = pick(row)
    if (!concept.startsWith('HP:') || row.includes('NOT_TRANSLATED')) return []
    return terms.split('|').flatMap((term) => {
      const words = term.trim().split(/\s+/).length
      return words <= 5 && !tooFormal.test(term) && term.trim().length >= 4
        ? [{ term: term.trim(), concept, source: 'HPO' }]
        : []
    })
  })
}

/** The event terms of each language, sorted, one row a term. */
export function eventTerms(lexicons: string): [string, string[]][] {
  const byLang: [string, TermRow[]][] = [['en', english(lexicons)]]
  // HPO's Dutch file is almost wholly untranslated: Dutch rests on Hark's own list.
  for (const lang of ['de', 'es', 'fr']) byLang.push([lang, translated(lexicons, lang)])
  return byLang.map(([lang, rows]) => {
    const first = new Map<string, string>()
    for (const { term, concept, source } of rows) {
      const key = term.toLowerCase()
      if (!first.has(key)) first.set(key, [term, concept, source].join('\t'))
    }
    return [lang, [...first.values()].sort()]
  })
}
