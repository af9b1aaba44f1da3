import type { CsvRecord } from '../csv-records.ts'
import type { Archive } from './archive.ts'
import { readPart, unescaped } from './parts.ts'
import type { Workbook } from './workbook.ts'

/** No export has more columns; one cell far to the right would make every row as wide. */
const mostColumns = 2_000
const maxCellChars = 100_000

type Cell = { column: number; type: string; style: number; value: string; inline: string }

/** The rows of a sheet as records, in lumps. `line` is the row as the spreadsheet numbers it. */
export async function* sheetRows(
  archive: Archive,
  part: string,
  book: Workbook,
): AsyncGenerator<CsvRecord[]> {
  let rows: CsvRecord[] = []
  let [line, cells, cell, within, inSheet, tooLong] = [
    0,
    [] as string[],
    null as Cell | null,
    '',
    false,
    false,
  ]
  const reading = readPart(archive, part, {
    open(name, attributes) {
      if (name === 'sheetData') inSheet = true
      if (!inSheet) return
      if (name === 'row') {
        line = Number(attributes.r) || line + 1
        cells = []
        tooLong = false
      } else if (name === 'c') {
        const column = columnOf(attributes.r) ?? cells.length
        cell = { column, type: attributes.t ?? 'n', style: Number(attributes.s ?? -1), value: '', inline: '' }
      } else if (name === 'v' || name === 't') within = name
      else if (name === 'rPh' || name === 'f') within = ''
    },
    close(name) {
      if (name === 'sheetData') inSheet = false
      if (name === within) within = ''
      if (name === 'c' && cell !== null) {
        if (cell.column < mostColumns) put(cells, cell.column, shownOf(cell, book))
        cell = null
      } else if (name === 'row' && inSheet)
        rows.push(tooLong ? { line, reason: 'line.too_long' } : { line, cells })
    },
    text(text) {
      if (cell === null || within === '') return
      if (cell.value.length + cell.inline.length + text.length > maxCellChars) tooLong = true
      else if (within === 'v') cell.value += text
      else cell.inline += text
    },
  })
  for await (const _ of reading) {
    if (rows.length > 0) yield rows
    rows = []
  }
  if (rows.length > 0) yield rows
}

function put(cells: string[], column: number, value: string): void {
  while (cells.length < column) cells.push('')
  cells[column] = value
}

/** `AB12` is the 28th column, 27 from 0. */
function columnOf(reference: string | undefined): number | null {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference ?? '')?.[1]
  return letters === undefined
    ? null
    : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** What a cell shows, as text; of a formula the value it had when the file was saved, of an error nothing. */
function shownOf({ type, style, value, inline }: Cell, { strings, dates, from1904 }: Workbook): string {
  if (type === 's') return strings[Number(value)] ?? ''
  if (type === 'inlineStr') return unescaped(inline)
  if (type === 'str' || type === 'd') return unescaped(value)
  if (type === 'b') return value === '1' ? 'TRUE' : value === '0' ? 'FALSE' : ''
  if (type === 'e' || value === '') return ''
  return dates[style] === true ? dateOf(Number(value), from1904) : numberOf(value)
}

/** A number of more than fifteen digits was an id once: written so that it is known as mangled. */
export function numberOf(text: string): string {
  const number = Number(text)
  if (!Number.isFinite(number)) return text
  if (Number.isInteger(number) && Math.abs(number) >= 1e15) return number.toExponential().replace('e', 'E')
  return String(number)
}

/** Days since the end of 1899, whose 29 February 1900 never was: serials from March 1900 on are right. */
export function dateOf(serial: number, from1904: boolean): string {
  if (!Number.isFinite(serial) || serial < 0 || serial > 2_958_466) return ''
  const seconds = Math.round(serial * 86_400)
  if (serial < 1 && !from1904) return new Date(seconds * 1000).toISOString().slice(11, 19)
  const at = new Date(
    Date.UTC(from1904 ? 1904 : 1899, from1904 ? 0 : 11, from1904 ? 1 : 30) + seconds * 1000,
  ).toISOString()
  return Number.isInteger(serial) ? at.slice(0, 10) : at.slice(0, 19).replace('T', ' ')
}
