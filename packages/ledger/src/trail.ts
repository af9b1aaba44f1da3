import type { LedgerEvent } from './entry.ts'

const columns = [
  'seq',
  'at',
  'actor',
  'actor_kind',
  'role',
  'session',
  'action',
  'object_type',
  'object_id',
  'n',
  'why',
  'facts',
  'private_fields',
  'batch_count',
  'event_id',
] as const

/** Characters that make a spreadsheet read a cell as a formula, full-width forms included. */
const formulaStart = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/

/** One CSV cell: RFC 4180 quoting; a leading apostrophe disarms formulas (ASVS 1.2.10). */
export function csvCell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' && formulaStart.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One CSV record with its CRLF. */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

export const trailHeader: string = csvRow(columns)

/** One event as a line of trail.csv. */
export function trailRow(event: LedgerEvent): string {
  return csvRow([
    event.seq,
    event.at,
    event.actor.id,
    event.actor.kind,
    event.actor.role ?? '',
    event.actor.session ?? '',
    event.action,
    event.object.type,
    event.object.id,
    event.object.n,
    event.why ?? '',
    facts(event.ref),
    Object.keys(event.commit ?? {})
      .sort()
      .join(' '),
    event.batch?.count ?? '',
    event.id,
  ])
}

/**
 * The human-readable copy (21 CFR 11.10(b)) of a run of events: UTF-8 without BOM, CRLF. A pure function of the
 * entries, so the verifier renders it again and compares bytes.
 */
export function renderTrailCsv(events: Iterable<LedgerEvent>): string {
  return trailHeader + [...events].map(trailRow).join('')
}

function facts(ref: Record<string, string> = {}): string {
  return Object.keys(ref)
    .sort()
    .map((key) => `${key}=${ref[key]}`)
    .join('; ')
}
