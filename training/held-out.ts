/** The tenth of our own ideas that no shipped model is trained on: the same choice as `held_out` in fit/rows.py. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CorpusRow, readCorpus } from './corpus-format.ts'

const folder = join(import.meta.dirname, 'corpus')

export const groupOf = (row: CorpusRow): string => `${row.id.slice(0, row.id.lastIndexOf(':'))}:${row.idea}`

const isHeldOut = (group: string): boolean =>
  Number.parseInt(createHash('sha256').update(`held ${group}`).digest('hex').slice(0, 8), 16) % 10 === 0

export function heldOutRows(): CorpusRow[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .flatMap((file) => readCorpus(file, readFileSync(join(folder, file), 'utf8')).rows)
    .filter((row) => isHeldOut(groupOf(row)))
}

/** As `hark evaluate` reads them. The product is given, as a thread or a review's page would: the name is not what is measured. */
export function labelledLine(row: CorpusRow): string {
  const medicine = row.spans.find(({ kind }) => kind === 'medicine')
  return JSON.stringify({
    id: row.id,
    text: row.text,
    label: row.label,
    lang: row.lang,
    class: row.negative ?? row.label,
    special: row.special,
    product: medicine ? row.text.slice(medicine.start, medicine.end) : 'the medicine',
    spans: row.spans.filter(({ kind }) => kind === 'event').map(({ start, end }) => ({ start, end })),
  })
}
