import { stringify } from 'csv-stringify/sync'

/** A table for a spreadsheet: numbers and closed codes alone, so that no cell of a stranger's can become a formula. */
export const rejectedLines = (rows: readonly { line: number | null; reason: string }[]): string =>
  stringify(
    rows.map(({ line, reason }) => [line ?? '', reason]),
    { header: true, columns: ['line', 'reason'], record_delimiter: '\r\n' },
  )
