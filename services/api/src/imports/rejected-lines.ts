import type { RejectedLine } from '@hark/db'
import { stringify } from 'csv-stringify/sync'

const END = '\r\n'

/** A table for a spreadsheet: numbers and closed codes alone, so that no cell of a stranger's can become a formula. */
export async function* rejectedLines(pages: AsyncIterable<RejectedLine[]>): AsyncGenerator<string> {
  yield `line,reason${END}`
  for await (const rows of pages)
    yield stringify(
      rows.map(({ line, reason }) => [line ?? '', reason]),
      { record_delimiter: END },
    )
}
