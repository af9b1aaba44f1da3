import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { openConcepts } from './concept-terms.ts'
import { eventTerms } from './event-terms.ts'
import { chooseMedicines, type LexiconRow, type MedicineRow } from './medicine-names.ts'
import { misspeltNames } from './misspelt-names.ts'
import { nationalNames } from './national-names.ts'
import { englishWords, medicalWords, saidInPosts } from './other-words.ts'

/**
 * Compiles the open lexicons into the gazetteers Hark ships. One command, same input → same bytes:
 * `HARK_SHARED=../shared node training/compile-gazetteers.ts`
 */
const root = join(import.meta.dirname, '..')
const lexicons = join(process.env.HARK_SHARED ?? join(root, '../shared'), 'corpora/lexicons')
const target = join(root, 'packages/detection/data')

const lines = (path: string): string[] => readFileSync(path, 'utf8').split('\n').filter(Boolean)

function everydayNames(): { dropped: Set<string>; guarded: Set<string> } {
  const sections: Record<string, string[]> = {}
  let section = ''
  for (const line of lines(join(import.meta.dirname, 'everyday-names.txt'))) {
    if (line.startsWith('//')) continue
    if (line.startsWith('[')) section = line.slice(1, -1)
    else sections[section] = [...(sections[section] ?? []), ...line.split(' ')]
  }
  return { dropped: new Set(sections.drop), guarded: new Set(sections.guard) }
}

const tsvNames = (path: string): Set<string> => new Set(lines(path).map((line) => line.split('\t')[0] ?? ''))

/** So often marked in the corpus, a name is misspelt often enough to be worth its misspellings. */
const oftenSaid = 3

function medicines(): string[] {
  const { dropped, guarded } = everydayNames()
  const rows = lines(join(lexicons, 'drug_names_open.tsv'))
    .slice(1)
    .map((line): LexiconRow => {
      const [name = '', generic = '', source = '', kind = ''] = line.split('\t')
      return { name, generic, source, kind }
    })
  const own = lines(join(import.meta.dirname, 'medicines-own.tsv'))
  const elsewhere = lines(join(import.meta.dirname, 'brands-elsewhere.tsv'))
  const listed = new Set(rows.map(({ name }) => name.toLowerCase()))
  const words = new Set([...dropped, ...medicalWords(lexicons, listed), ...englishWords()])
  const said = saidInPosts()
  const otherWords = words.union(said.ordinary)
  const chosen = new Map(
    chooseMedicines(rows, dropped, otherWords).map((row): [string, MedicineRow] => [row.name, row]),
  )
  for (const line of [...elsewhere, ...own]) {
    const [name = '', substance = '', kind = '', guard = ''] = line.split('\t')
    chosen.set(name, { name, substance, kind: kind as MedicineRow['kind'] })
    if (guard) guarded.add(name)
    else guarded.delete(name)
  }
  for (const { international, ...row } of nationalNames(chosen, tsvNames(join(target, 'uses.tsv')), words)) {
    chosen.set(row.name, row)
    if (guarded.has(international)) guarded.add(row.name)
  }
  const common = [...said.medicines]
    .filter(([name, times]) => times >= oftenSaid && !guarded.has(name))
    .map(([name]) => name)
  for (const row of misspeltNames(chosen, common, (word) => otherWords.has(word))) chosen.set(row.name, row)
  const written = [...chosen.values()].map((row) =>
    [row.name, row.substance, row.kind, guarded.has(row.name) || row.name.length < 4 ? 'ambiguous' : '']
      .join('\t')
      .trimEnd(),
  )
  return written.sort()
}

function write(name: string, rows: readonly string[]): void {
  // A fixed gzip header (no time, no system) keeps the bytes, and so the model id, the same everywhere.
  const packed = gzipSync(`${rows.join('\n')}\n`, { level: 9 })
  packed[9] = 255
  writeFileSync(join(target, name), packed)
  console.log(`${name}: ${rows.length} rows, ${packed.length} bytes`)
}

mkdirSync(target, { recursive: true })
write('medicines.tsv.gz', medicines())
for (const [lang, rows] of eventTerms(lexicons)) write(`events-${lang}.tsv.gz`, rows)
write('concepts.tsv.gz', openConcepts(lexicons, join(target, 'symptoms.tsv')))
