import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { DomainError } from '@hark/domain'
import { DateEvidence, type DateOrder } from './dates.ts'
import { type Encoding, sniffEncoding, Utf8Evidence } from './encoding.ts'
import { deepest, findHeader, headerAmong, likelyAmong, likelyColumns } from './header.ts'
import { RoundingEvidence } from './identity.ts'
import { LineSplitter, type ReadOptions } from './lines.ts'
import { type Profile, profileOf, profiles, type SavedProfile } from './profiles.ts'
import { type Layout, readItems } from './rows.ts'
import { sheetsOf } from './xlsx/xlsx-records.ts'

/** What a first reading of the whole file found: enough to judge each row alone in the second. */
export type Survey = {
  sha256: string
  bytes: number
  items: number
  encoding: Encoding
  newline: '\n' | '\r'
  layout: Layout
  /** Null where no date of the file tells day from month. */
  dateOrder: DateOrder | null
  idsRounded: boolean
}

export type Progress = (progress: { phase: 'survey' | 'import'; bytes: number; total: number }) => void

/** Throws `import.bad_file` where nothing of the file could be imported. */
export async function surveyFile(
  path: string,
  signal: AbortSignal,
  { onProgress, profile }: { onProgress?: Progress | undefined; profile?: SavedProfile | undefined } = {},
): Promise<Survey> {
  const total = await sizeOf(path)
  const head = await headOf(path)
  const sniffed = sniffEncoding(head)
  const text = new TextDecoder(sniffed ?? 'utf-8').decode(head, { stream: true })
  const newline = text.includes('\r') && !text.includes('\n') ? '\r' : '\n'
  if (Buffer.from(head.subarray(0, 4)).equals(oldSpreadsheet))
    throw badFile('This is a spreadsheet of the old kind (XLS): save it as XLSX or CSV and import that.')
  const wanted = profile ? [profileOf(profile)] : profiles
  const layout = isZip(head) ? await sheetLayout(path, wanted) : layoutOf(text, newline, wanted)

  const [hash, utf8, dates, ids] = [
    createHash('sha256'),
    new Utf8Evidence(),
    new DateEvidence(),
    new RoundingEvidence(),
  ]
  let [bytes, items] = [0, 0]
  const onBytes = (chunk: Uint8Array) => {
    hash.update(chunk)
    if (layout.format !== 'xlsx') utf8.note(chunk)
    bytes += chunk.length
    onProgress?.({ phase: 'survey', bytes, total })
  }
  const options: ReadOptions = { encoding: sniffed ?? 'utf-8', newline, signal, onBytes }
  if (layout.format === 'xlsx') for await (const chunk of createReadStream(path)) onBytes(chunk)
  for await (const lump of readItems(path, layout, options)) {
    for (const item of lump) {
      items += 1
      if (!('row' in item)) continue
      dates.note(item.row.date ?? '')
      ids.note(item.row.id ?? '')
    }
  }
  const encoding = sniffed ?? utf8.encoding
  const found = { encoding, newline, layout, dateOrder: dates.order, idsRounded: ids.rounded } as const
  return { sha256: hash.digest('hex'), bytes, items, ...found }
}

const oldSpreadsheet = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])
const isZip = (head: Uint8Array) => head[0] === 0x50 && head[1] === 0x4b && head[2] === 3 && head[3] === 4

/** The first sheet with a header we know. */
async function sheetLayout(path: string, wanted: readonly Profile[]): Promise<Layout> {
  const sheets = await sheetsOf(path, deepest)
  for (const { name, part, head } of sheets) {
    const header = headerAmong(head, wanted)
    if (header) return { format: 'xlsx', header, sheet: name, part }
  }
  throw badFile(
    'No sheet has a header row with a text column in its first rows; name the columns with --map.',
    { columns: likelyAmong(sheets.flatMap(({ head }) => head)) },
  )
}

function layoutOf(head: string, newline: '\n' | '\r', wanted: readonly Profile[]): Layout {
  const start = head.trimStart()
  if (start === '') throw badFile('The file is empty.')
  if (start.startsWith('[')) throw badFile('This is one JSON array: write one object a line (JSONL).')
  if (start.startsWith('{')) return { format: 'jsonl' }
  const splitter = new LineSplitter(newline)
  const lines = [...splitter.push(head), ...splitter.end()]
  const header = findHeader(lines, wanted)
  if (header === null)
    throw badFile(
      'No header row with a text column was found in the first lines; name the columns with --map.',
      { columns: likelyColumns(lines) },
    )
  return { format: 'csv', header }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => null)
  if (!stats?.isFile()) throw badFile('There is no such file.')
  return stats.size
}

async function headOf(path: string): Promise<Uint8Array> {
  await using file = await open(path)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
  return buffer.subarray(0, bytesRead)
}

/** `columns`: what a header may be, where a person can say what they hold. */
function badFile(message: string, details: { columns?: string[] } = {}): DomainError {
  return new DomainError('import.bad_file', message, details)
}
