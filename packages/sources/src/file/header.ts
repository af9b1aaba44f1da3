import { CsvReader } from './csv-records.ts'
import type { Line } from './lines.ts'
import { columnName, type Profile, profiles, type Role } from './profiles.ts'

export type Header = {
  profile: Profile['name']
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
const deepest = 60

/**
 * Finds the header row and the delimiter together: the row of the first lines that names most of the columns we
 * know, among them one for the text. Null where there is none.
 */
export function findHeader(lines: Line[]): Header | null {
  const found = delimiters.flatMap((delimiter) => candidates(lines, delimiter))
  found.sort((a, b) => known(b) - known(a) || a.line - b.line)
  return found[0] ?? null
}

function candidates(lines: Line[], delimiter: string): Header[] {
  const reader = new CsvReader(delimiter)
  const records = reader.push(lines.slice(0, deepest))
  return records.flatMap((record) => {
    const header = 'cells' in record ? readHeader(record.cells, delimiter, record.line) : null
    return header ? [header] : []
  })
}

function readHeader(row: string[], delimiter: string, line: number): Header | null {
  const columns = row.map(columnName)
  const profile = profiles.find(({ signature }) => signature.every((column) => columns.includes(column)))
  if (profile === undefined) return null
  const cells: Header['cells'] = {}
  for (const [role, wanted] of Object.entries(profile.columns)) {
    const at = wanted.map((column) => columns.indexOf(column)).filter((index) => index >= 0)
    if (at.length > 0) cells[role as Role] = at
  }
  if (!cells.text) return null
  return { profile: profile.name, delimiter, line, names: row, cells, joinsText: profile.joinsText ?? false }
}

function known({ cells }: Header): number {
  return Object.keys(cells).length
}
