import { DomainError } from '@hark/domain'
import type { CsvRecord } from '../csv-records.ts'
import { openArchive } from './archive.ts'
import { sheetRows } from './sheet.ts'
import { readWorkbook } from './workbook.ts'

export type Sheet = { name: string; part: string; head: CsvRecord[] }

/** The first rows of each visible sheet, to look for the one that holds posts. */
export async function sheetsOf(path: string, rows: number): Promise<Sheet[]> {
  await using archive = await openArchive(path)
  const book = await readWorkbook(archive)
  if (book.sheets.length === 0) throw new DomainError('import.bad_file', 'This file holds no sheet.')
  const sheets: Sheet[] = []
  for (const { name, part } of book.sheets) {
    const head: CsvRecord[] = []
    for await (const lump of sheetRows(archive, part, book)) {
      head.push(...lump)
      if (head.length >= rows) break
    }
    sheets.push({ name, part, head: head.slice(0, rows) })
  }
  return sheets
}

/** All rows of a sheet. */
export async function* recordsOf(path: string, part: string): AsyncGenerator<CsvRecord[]> {
  await using archive = await openArchive(path)
  yield* sheetRows(archive, part, await readWorkbook(archive))
}
