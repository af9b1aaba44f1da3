/**
 * How well the rules find special situations, seriousness, priority and patients in the written corpus, per tag and language:
 * `node training/measure-situations.ts [--half odd|even] [--show CODE missed|wrong]`. Rules are improved by looking at the even half
 * (sha256 of the text) only; figures are those of the odd half, which `--show` refuses to print.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fold } from '../packages/detection/src/fold/fold.ts'
import { readText } from '../packages/detection/src/reading.ts'
import { loadLists } from '../packages/detection/src/resources.ts'
import type { FoundPatient } from '../packages/detection/src/rules/patients.ts'
import { findSituations } from '../packages/detection/src/rules/situations.ts'
import { type CorpusRow, readCorpus } from './corpus-format.ts'

type Half = 'odd' | 'even'
type Count = { gold: number; found: number; both: number }
type Read = { codes: Map<string, string[]>; patients: FoundPatient[]; spans: string[] }

const lists = loadLists()
const option = (name: string): number => process.argv.indexOf(name)
const half: Half = option('--half') > 0 && process.argv[option('--half') + 1] === 'even' ? 'even' : 'odd'
const halfOf = (text: string): Half =>
  (createHash('sha256').update(text).digest()[31] ?? 0) % 2 ? 'odd' : 'even'

function* corpus(): Generator<CorpusRow> {
  const folder = join(import.meta.dirname, 'corpus')
  for (const file of readdirSync(folder).sort())
    if (file.endsWith('.txt')) yield* readCorpus(file, readFileSync(join(folder, file), 'utf8')).rows
}

/** The rules alone, on the medicines as marked: errors of name matching are measured elsewhere. */
function read(row: CorpusRow): Read {
  const folded = fold(row.text)
  const at = (offset: number): number => fold(row.text.slice(0, offset)).text.length
  const marks = row.spans
    .filter(({ kind }) => kind === 'medicine' || kind === 'other')
    .map(({ kind, start, end }) => ({ index: kind === 'medicine' ? 0 : 1, from: at(start), to: at(end) }))
  const { tokens, cues, events, patients } = readText(folded, marks as never, row.lang, lists)
  const held = findSituations(tokens, cues, events, patients, 0)
  const codes = new Map<string, string[]>()
  const put = (kind: string, items: readonly { code: string; from: number; to: number }[]): void => {
    for (const { code, from, to } of items) {
      const key = `${kind}${code}`
      codes.set(key, [...(codes.get(key) ?? []), tokens.words.slice(from, to).join(' ')])
    }
  }
  put('@', held.special)
  put('!', held.serious)
  put('#', held.priority)
  const spans = patients.map(({ from, to }) => tokens.words.slice(from, to).join(' '))
  return { codes, patients, spans }
}

const others = new Set(['child', 'parent', 'partner', 'friend', 'carer', 'hcp'])

/** Gold tags of a row. Who the patient is, is asked only of rows that have one. */
function goldOf(row: CorpusRow): Set<string> {
  const gold = new Set([
    ...row.special.map((code) => `@${code}`),
    ...row.seriousness.map((code) => `!${code}`),
    ...row.priority.map((code) => `#${code}`),
  ])
  if (row.label === 'N') return gold
  if (row.voice === 'self') gold.add('patient=author')
  else if (others.has(row.voice)) gold.add('patient=other')
  return gold
}

function foundOf(row: CorpusRow, { codes, patients }: Read): Set<string> {
  const found = new Set(codes.keys())
  if (row.label === 'N' || !(row.voice === 'self' || others.has(row.voice))) return found
  if (patients.some(({ label }) => label === 'author')) found.add('patient=author')
  if (patients.some(({ label }) => label !== 'author')) found.add('patient=other')
  return found
}

const counts = new Map<string, Map<string, Count>>()

function count(code: string, lang: string, gold: boolean, found: boolean): void {
  const byLang = counts.get(code) ?? new Map<string, Count>()
  counts.set(code, byLang)
  for (const column of ['all', ...(lang === 'en' ? [] : ['others']), lang]) {
    const cell = byLang.get(column) ?? { gold: 0, found: 0, both: 0 }
    byLang.set(column, cell)
    cell.gold += gold ? 1 : 0
    cell.found += found ? 1 : 0
    cell.both += gold && found ? 1 : 0
  }
}

const [shown, way] = option('--show') > 0 ? process.argv.slice(option('--show') + 1) : []

function show(row: CorpusRow, what: Read, gold: Set<string>, found: Set<string>): void {
  if (!shown) return
  const missed = gold.has(shown) && !found.has(shown)
  const wrong = found.has(shown) && !gold.has(shown)
  if (way === 'missed' ? !missed : !wrong) return
  const by = shown.startsWith('patient') ? what.spans.join(' ; ') : (what.codes.get(shown) ?? []).join(' ; ')
  console.log(`${row.lang} ${row.label}${row.negative ? `:${row.negative}` : ''} ${[...gold].join(' ')}`)
  console.log(`   ${by ? `«${by}» ` : ''}${row.text.replaceAll('\n', ' / ')}`)
}

const started = performance.now()
let rows = 0
for (const row of corpus()) {
  if (halfOf(row.text) !== (shown ? 'even' : half)) continue
  rows++
  const what = read(row)
  const gold = goldOf(row)
  const found = foundOf(row, what)
  for (const code of new Set([...gold, ...found])) count(code, row.lang, gold.has(code), found.has(code))
  show(row, what, gold, found)
}

function line(name: string, { gold, found, both }: Count): string {
  const share = (part: number, of: number): string => (of ? (part / of).toFixed(2) : '–').padStart(5)
  return `${name.padEnd(34)}${String(gold).padStart(6)}${String(found).padStart(7)}${share(both, found).padStart(11)}${share(both, gold).padStart(8)}`
}

if (!shown) {
  console.log(`${half} half, ${rows} rows, ${Math.round(performance.now() - started)} ms`)
  console.log(`${'code, language'.padEnd(34)}${'  gold  found  precision  recall'}`)
  for (const code of [...counts.keys()].sort()) {
    const byLang = counts.get(code) ?? new Map<string, Count>()
    for (const lang of ['all', 'en', 'others', 'de', 'fr', 'es', 'it', 'nl', 'pt']) {
      const cell = byLang.get(lang)
      if (cell) console.log(line(lang === 'all' ? code : `    ${lang}`, cell))
    }
  }
}
