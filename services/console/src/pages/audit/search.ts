export type AuditSearch = {
  tab?: 'entries' | 'check' | 'export'
  action?: string
  objectType?: string
  objectId?: string
  actor?: string
  from?: string
  to?: string
}

export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const text = (key: keyof AuditSearch) =>
    typeof raw[key] === 'string' && raw[key] !== '' ? { [key]: raw[key] } : {}
  const tab = ['entries', 'check', 'export'].includes(String(raw.tab))
    ? { tab: raw.tab as AuditSearch['tab'] }
    : {}
  return {
    ...(tab as AuditSearch),
    ...text('action'),
    ...text('objectType'),
    ...text('objectId'),
    ...text('actor'),
    ...text('from'),
    ...text('to'),
  }
}

/** A calendar day of the reader as the instant it starts, or the instant after it ends. */
export const dayStart = (day: string): string => new Date(`${day}T00:00:00`).toISOString()
export const dayEnd = (day: string): string => {
  const start = new Date(`${day}T00:00:00`)
  start.setDate(start.getDate() + 1)
  return start.toISOString()
}
