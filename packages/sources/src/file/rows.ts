import { CsvReader } from './csv-records.ts'
import { csvRow } from './csv-row.ts'
import type { Header } from './header.ts'
import { jsonlRow } from './jsonl-row.ts'
import type { Line } from './lines.ts'
import type { Row } from './row.ts'

/** One item of a file: a row, or why its line is none. */
export type Item = { line: number; row: Row } | { line: number; reason: string }

/** What a file turned out to be. */
export type Layout = { format: 'jsonl' } | { format: 'csv'; header: Header }

/** The items of the lines read, lump by lump: the same for the survey of a file and for its import. */
export async function* readItems(lumps: AsyncIterable<Line[]>, layout: Layout): AsyncGenerator<Item[]> {
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
