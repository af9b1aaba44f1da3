import type { ImportMapping, ImportPreview } from '@hark/contract'
import type { ImportField } from '@hark/domain'

export type Column = ImportPreview['columns'][number]

/** What a column can fill, in the words of the form. */
export const fieldNames: Record<ImportField, string> = {
  text: 'Text',
  title: 'Title',
  author: 'Author’s handle',
  authorId: 'Author’s id',
  date: 'Date',
  time: 'Time of the date',
  lang: 'Language',
  url: 'Address',
  id: 'Id of the post',
  platform: 'Platform',
  parent: 'What it answers',
  root: 'Its thread',
  revision: 'Version',
}

/** The columns under a mapping: each with the field it fills. */
export const columnsUnder = (mapping: ImportMapping, columns: readonly Column[]): Column[] =>
  columns.map(({ column }) => ({ column, field: fieldOf(mapping, column) }))

function fieldOf({ columns }: ImportMapping, column: string): ImportField | null {
  const found = Object.entries(columns).find(([, names]) => names?.includes(column))
  return (found?.[0] as ImportField | undefined) ?? null
}

/** The mapping with a column filling another field, or none: after those that fill it already. */
export function withColumn(mapping: ImportMapping, column: string, field: ImportField | null): ImportMapping {
  const without = Object.entries(mapping.columns).map(([name, list]): [string, string[]] => [
    name,
    (list ?? []).filter((one) => one !== column),
  ])
  const columns = Object.fromEntries(without)
  if (field) columns[field] = [...(columns[field] ?? []), column]
  const filled = Object.entries(columns).filter(([, list]) => list.length > 0)
  return { ...mapping, columns: Object.fromEntries(filled) as ImportMapping['columns'] }
}

/** Where the file does not tell whether 03/04 is in March or in April. */
export function withDateOrder(mapping: ImportMapping | null, order: string): ImportMapping | null {
  const { dateOrder: _before, ...rest } = mapping ?? { columns: {} }
  if (order === 'dmy' || order === 'mdy') return { ...rest, dateOrder: order }
  return Object.keys(rest.columns).length === 0 ? null : rest
}

const reasons: Record<string, string> = {
  'text.absent': 'has no text',
  'id.mangled': 'its id was rounded by a spreadsheet, and no address tells it',
  'platform.unknown': 'its platform is not known',
  'date.ambiguous': 'its date could be day first or month first: say which',
  'date.unreadable': 'its date cannot be read',
  'line.too_long': 'is too long for a post',
  'csv.quote_not_closed': 'opens a quote that is never closed',
  'csv.malformed': 'cannot be split into cells',
  'json.invalid': 'is no JSON object',
}
export const reasonInWords = (code: string): string => reasons[code] ?? code

const problems: Record<string, string> = {
  'import.bad_file': 'The file could not be read as a table.',
  'import.gave_up': 'Reading it failed time and again, or another import of a file of this name was running.',
  'programme.incomplete': 'The programme’s purpose is no longer written.',
}
export const problemInWords = (code: string | null): string => problems[code ?? ''] ?? code ?? ''
