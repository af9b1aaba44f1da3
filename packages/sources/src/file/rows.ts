import { CsvReader } from './csv-records.ts'
import { csvRow } from './csv-row.ts'
import type { Header } from './header.ts'
import { jsonlRow } from './jsonl-row.ts'
import { type Line, type ReadOptions, readLines } from './lines.ts'
import type { Row } from './row.ts'
import { dateOf } from './xlsx/sheet.ts'
import { recordsOf } from './xlsx/xlsx-records.ts'

/** One item of a file: a row, or why its line is none. */
export type Item = { line: number; row: Row } | { line: number; reason: string }

/** What a file turned out to be. */
export type Layout =
  | { format: 'jsonl' }
  | { format: 'csv'; header: Header }
  | { format: 'xlsx'; header: Header; sheet: string; part: string }

/** The items of a file, lump by lump: the same for its survey and for its import. */
export async function* readItems(path: string, layout: Layout, options: ReadOptions): AsyncGenerator<Item[]> {
  if (layout.format !== 'xlsx') {
    yield* lineItems(readLines(path, options), layout)
    return
  }
  for await (const records of recordsOf(path, layout.part)) {
    if (options.signal.aborted) return
    yield csvItems(records, layout.header).map(withSerialDate)
  }
}

/** A day counted from 1900 in a cell nobody told that it is a date. */
function withSerialDate(item: Item): Item {
  const serial = 'row' in item ? /^\d{5}(?:\.\d+)?$/.exec(item.row.date ?? '')?.[0] : undefined
  return serial === undefined || !('row' in item)
    ? item
    : { ...item, row: { ...item.row, date: dateOf(Number(serial), false) } }
}

async function* lineItems(
  lumps: AsyncIterable<Line[]>,
  layout: Exclude<Layout, { format: 'xlsx' }>,
): AsyncGenerator<Item[]> {
  if (layout.format === 'jsonl') {
    for await (const lines of lumps) yield lines.flatMap(jsonlItem)
    return
  }
  const { header } = layout
  const reader = new CsvReader(header.delimiter)
  for await (const lines of lumps) yield csvItems(reader.push(lines), header)
  yield csvItems(reader.end(), header)
}

function jsonlItem({ number, text }: Line): Item[] {
  if (text === null) return [{ line: number, reason: 'line.too_long' }]
  if (text.trim() === '') return []
  const row = jsonlRow(text)
  return ['reason' in row ? { line: number, reason: row.reason } : { line: number, row }]
}

function csvItems(records: ReturnType<CsvReader['push']>, header: Header): Item[] {
  return records.flatMap((record): Item[] => {
    if (record.line <= header.line) return []
    if ('reason' in record) return [record]
    if (record.cells.every((cell) => cell.trim() === '')) return []
    return [{ line: record.line, row: csvRow(header, record.cells) }]
  })
}
