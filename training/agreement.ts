/**
 * Two independent passes over a sample of the written corpus. `node training/agreement.ts draw` prints 600 texts without their labels, chosen
 * by hash, for a second annotator; `node training/agreement.ts` compares `corpus/second-pass.tsv` (`key ⇥ label`) with the first pass; exit 1
 * where fewer than 600 of its rows are still in the corpus.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { type CorpusRow, readCorpus } from './corpus-format.ts'

const folder = new URL('./corpus/', import.meta.url)
const wanted = 600

const keyOf = (row: CorpusRow): string => createHash('sha256').update(row.text).digest('hex').slice(0, 12)

function corpus(): Map<string, CorpusRow> {
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .flatMap((file) => readCorpus(file, readFileSync(new URL(file, folder), 'utf8')).rows)
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** Cohen's kappa of two passes over the same rows: agreement beyond what chance would give. */
export function kappa(pairs: readonly (readonly [string, string])[]): { agreed: number; kappa: number } {
  const share = (pass: 0 | 1, label: string): number =>
    pairs.filter((p) => p[pass] === label).length / pairs.length
  const labels = new Set(pairs.flat())
  const agreed = pairs.filter(([a, b]) => a === b).length / pairs.length
  const byChance = [...labels].reduce((sum, label) => sum + share(0, label) * share(1, label), 0)
  return { agreed, kappa: byChance === 1 ? 1 : (agreed - byChance) / (1 - byChance) }
}

function draw(): void {
  const chosen = [...corpus()].sort(([a], [b]) => (a < b ? -1 : 1)).slice(0, wanted)
  for (const [key, row] of chosen)
    console.log([key, row.lang, row.register, JSON.stringify(row.text)].join('\t'))
}

function compare(): void {
  const rows = corpus()
  const second = readFileSync(new URL('second-pass.tsv', folder), 'utf8').split('\n').filter(Boolean)
  const pairs = second.flatMap((line) => {
    const [key = '', label = ''] = line.split('\t')
    const row = rows.get(key)
    return row ? [[row.label, label] as const] : []
  })
  if (pairs.length < wanted) process.exitCode = 1
  const isEvent = pairs.map(([a, b]) => [a === 'A' ? 'A' : 'other', b === 'A' ? 'A' : 'other'] as const)
  const line = (name: string, of: readonly (readonly [string, string])[]): string => {
    const { agreed, kappa: k } = kappa(of)
    return `${name}: agreement ${(100 * agreed).toFixed(1)} %, kappa ${k.toFixed(3)}`
  }
  console.log(
    `${pairs.length} rows labelled twice (${second.length - pairs.length} of the second pass no longer in the corpus)`,
  )
  console.log(line('adverse event or not', isEvent))
  console.log(line('A, S or N', pairs))
  for (const first of 'ASN')
    console.log(
      `first pass ${first}: second ${[...'ASN'].map((b) => `${b} ${pairs.filter((p) => p[0] === first && p[1] === b).length}`).join(' · ')}`,
    )
}

if (import.meta.main) process.argv[2] === 'draw' ? draw() : compare()
