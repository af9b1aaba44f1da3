import type { CsvRecord } from './csv-records.ts'
import { CsvReader } from './csv-records.ts'
import type { Line } from './lines.ts'
import { columnName, isOf, profiles as known, type Profile, type Role } from './profiles.ts'

export type Header = {
  profile: string
  idsAreVendors: boolean
  delimiter: string
  /** The physical line of the header row; what stands above it is the vendor's preamble. */
  line: number
  /** The columns as named in the file, to key the raw row by. */
  names: string[]
  /** Indices of the cells of a role, in order of preference. */
  cells: Partial<Record<Role, number[]>>
  joinsText: boolean
}

const delimiters = [',', ';', '\t', '|']

/** How far down a header is looked for: vendors put a dozen lines of preamble above it. */
export const deepest = 60

/**
 * Finds the header row and the delimiter together: the row of the first lines that names most of the columns we
 * know, among them one for the text. Null where there is none.
 */
export function findHeader(lines: Line[], profiles: readonly Profile[] = known): Header | null {
  const read = (delimiter: string) => new CsvReader(delimiter).push(lines.slice(0, deepest))
  return best(delimiters.flatMap((delimiter) => candidates(read(delimiter), delimiter, profiles)))
}

/** The same among the rows of a sheet. */
export function headerAmong(
  records: readonly CsvRecord[],
  profiles: readonly Profile[] = known,
): Header | null {
  return best(candidates(records, '', profiles))
}

/** Where no row tells: the columns of the row that looks most like a header, for a person to say what they hold. */
export function likelyColumns(lines: Line[]): string[] {
  const read = (delimiter: string) => new CsvReader(delimiter).push(lines.slice(0, deepest))
  return likelyAmong(delimiters.flatMap(read))
}

/** The same among the rows of a sheet: the first of those with the most different names. */
export function likelyAmong(records: readonly CsvRecord[]): string[] {
  const rows = records.flatMap((r) =>
    'cells' in r ? [r.cells.map((cell) => cell.trim()).filter(Boolean)] : [],
  )
  const names = rows.map((cells) => [...new Set(cells)])
  return names
    .reduce((most, row) => (row.length > most.length ? row : most), [] as string[])
    .slice(0, MOST_LIKELY)
}
const MOST_LIKELY = 200

const best = (found: Header[]): Header | null =>
  found.toSorted((a, b) => knownColumns(b) - knownColumns(a) || a.line - b.line)[0] ?? null

function candidates(
  records: readonly CsvRecord[],
  delimiter: string,
  profiles: readonly Profile[],
): Header[] {
  return records.flatMap((record) => {
    const header = 'cells' in record ? readHeader(record.cells, delimiter, record.line, profiles) : null
    return header ? [header] : []
  })
}

function readHeader(
  row: string[],
  delimiter: string,
  line: number,
  profiles: readonly Profile[],
): Header | null {
  const columns = row.map(columnName)
  const profile = profiles.find((one) => isOf(one, columns))
  if (profile === undefined) return null
  const cells: Header['cells'] = {}
  for (const [role, wanted] of Object.entries(profile.columns)) {
    const at = wanted.map((column) => columns.indexOf(column)).filter((index) => index >= 0)
    if (at.length > 0) cells[role as Role] = at
  }
  if (!cells.text) return null
  const { name, joinsText = false, idsAreVendors = false } = profile
  return { profile: name, idsAreVendors, delimiter, line, names: row, cells, joinsText }
}

function knownColumns({ cells }: Header): number {
  return Object.keys(cells).length
}
