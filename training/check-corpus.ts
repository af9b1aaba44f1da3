/** Checks the written corpus and measures its variety: `node training/check-corpus.ts [FILE …]`; exit 1 on a fault. */
import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { loadResources } from '../packages/detection/src/resources.ts'
import { type CorpusRow, readCorpus } from './corpus-format.ts'
import { medicinesOf, shippedClasses, tooFew } from './corpus-medicines.ts'

const folder = new URL('./corpus/', import.meta.url)
const paths = process.argv.slice(2)
const files =
  paths.length > 0
    ? paths
    : readdirSync(folder)
        .filter((f) => f.endsWith('.txt'))
        .map((f) => new URL(f, folder).pathname)

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []

function runsOf(row: CorpusRow, length: number): Set<string> {
  const words = wordsOf(row.text)
  return new Set(
    words
      .slice(0, Math.max(0, words.length - length + 1))
      .map((_, i) => words.slice(i, i + length).join(' ')),
  )
}

/** Rows that share over half of the shorter one's three-word runs with an earlier row; minimal pairs are meant to. */
function nearDuplicates(rows: readonly CorpusRow[]): [CorpusRow, CorpusRow][] {
  const byRun = new Map<string, number[]>()
  const runs = rows.map((row) => runsOf(row, 3))
  const found: [CorpusRow, CorpusRow][] = []
  rows.forEach((row, at) => {
    const shared = new Map<number, number>()
    for (const run of runs[at] ?? []) {
      for (const other of byRun.get(run) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1)
      byRun.set(run, [...(byRun.get(run) ?? []), at])
    }
    if (row.pair) return
    const twin = [...shared].find(
      ([other, n]) => n > 0.5 * Math.min(runs[at]?.size ?? 0, runs[other]?.size ?? 0),
    )
    if (twin) found.push([rows[twin[0]] as CorpusRow, row])
  })
  return found
}

function tally<Item>(items: readonly Item[], key: (item: Item) => string): string {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([k, n]) => `${k} ${n}`)
    .join(' · ')
}

function openings(rows: readonly CorpusRow[]): string {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const start = wordsOf(row.text).slice(0, 3).join(' ')
    counts.set(start, (counts.get(start) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([k, n]) => `"${k}" ${n}`)
    .join(' · ')
}

const read = files.map((file) => readCorpus(basename(file), readFileSync(file, 'utf8')))
const rows = read.flatMap((r) => r.rows)
const faults = read.flatMap((r) => r.faults)
for (const { file, line, why } of faults) console.error(`${file}:${line}: ${why}`)

const words = rows.flatMap((row) => wordsOf(row.text))
const trigrams = rows.flatMap((row) => [...runsOf(row, 3)])
const twins = nearDuplicates(rows)
for (const [a, b] of twins.slice(0, 20)) console.error(`near-duplicates: ${a.id} and ${b.id}`)
console.log(
  `${rows.length} rows, ${faults.length} faults, ${words.length} words, ${new Set(words).size} distinct`,
)
console.log(
  `distinct three-word runs: ${((100 * new Set(trigrams).size) / Math.max(1, trigrams.length)).toFixed(1)} %`,
)
console.log(
  `near-duplicates outside minimal pairs: ${((100 * twins.length) / Math.max(1, rows.length)).toFixed(2)} %; pairs: ${rows.filter((r) => r.pair).length}`,
)
console.log(`commonest openings: ${openings(rows)}`)
for (const key of ['label', 'lang', 'register', 'voice', 'kind', 'negative', 'sentiment'] as const)
  console.log(
    `${key}: ${tally(
      rows.filter((r) => r[key] !== null),
      (r) => String(r[key]),
    )}`,
  )
console.log(
  `special: ${tally(
    rows.flatMap((r) => r.special.map((s) => ({ ...r, idea: s }))),
    (r) => r.idea,
  )}`,
)
console.log(
  `seriousness: ${tally(
    rows.flatMap((r) => r.seriousness.map((s) => ({ ...r, idea: s }))),
    (r) => r.idea,
  )}`,
)
const classesOf = shippedClasses()
const gazetteer = loadResources().gazetteer()
const medicines = rows.flatMap((row) => medicinesOf(row, gazetteer, classesOf))
const classes = medicines.flatMap((medicine) => medicine.classes)
console.log(`${medicines.length} marked medicines by form: ${tally(medicines, ({ form }) => form)}`)
console.log(`by class, of ${new Set(classes).size}: ${tally(classes, (name) => name)}`)
const few = paths.length > 0 ? [] : tooFew(medicines)
for (const { form, count, least } of few)
  console.error(`${form}: ${count} marks, at least ${least} are wanted`)
process.exit(faults.length + few.length > 0 ? 1 : 0)
