/** The tenth of our own ideas that no shipped model is trained on: the same choice as `held_out` in fit/rows.py. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Matcher } from '../packages/detection/src/match/matcher.ts'
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

/** A post as a firehose gives it: nothing but its text tells which medicine it is about. */
export function postAlone(row: CorpusRow): string {
  return JSON.stringify(labelled(row))
}

/** As `hark evaluate` reads them. The product is given, as a thread or a review's page would: the name is not what is measured. */
export function labelledLine(row: CorpusRow): string {
  return JSON.stringify({ ...labelled(row), product: medicinesOf(row)[0] ?? 'the medicine' })
}

export const medicinesOf = ({ spans, text }: CorpusRow): string[] =>
  spans.filter(({ kind }) => kind === 'medicine').map(({ start, end }) => text.slice(start, end))

const labelled = (row: CorpusRow) => ({
  id: row.id,
  text: row.text,
  label: row.label,
  lang: row.lang,
  class: row.negative ?? row.label,
  spans: row.spans.filter(({ kind }) => kind === 'event').map(({ start, end }) => ({ start, end })),
})

/** Of the rows that name a medicine, by language: how many, and in which share the matcher hears it where it stands. */
export function medicinesFound(
  rows: readonly CorpusRow[],
  matcher: Matcher,
): Record<string, { rows: number; share: number }> {
  const naming = rows.filter((row) => medicinesOf(row).length > 0)
  const isHeard = ({ text, spans }: CorpusRow): boolean =>
    matcher(text).some((match) =>
      spans.some(({ kind, start, end }) => kind === 'medicine' && match.start < end && start < match.end),
    )
  return Object.fromEntries(
    [...Map.groupBy(naming, ({ lang }) => lang)].map(([lang, part]) => [
      lang,
      { rows: part.length, share: part.filter(isHeard).length / part.length },
    ]),
  )
}
