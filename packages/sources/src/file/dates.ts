/** Whether 03/04/2026 is the third of April (`dmy`) or the fourth of March (`mdy`). */
export type DateOrder = 'dmy' | 'mdy'

export type ParsedDate = { at: string } | { reason: 'date.ambiguous' | 'date.unreadable' }

const numeric = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[\s,T]+(.+))?$/
const yearFirst = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[\sT]+(.+))?$/
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]m)?\s*(z|utc|gmt|[+-]\d{2}:?\d{2})?$/i
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** What the dates of a whole file say about their order: one day above 12 settles it for all. */
export class DateEvidence {
  #dmy = 0
  #mdy = 0

  note(text: string): void {
    const [, first, separator, second] = numeric.exec(text.trim()) ?? []
    if (first === undefined || separator === '.') return
    if (Number(first) > 12) this.#dmy += 1
    if (Number(second) > 12) this.#mdy += 1
  }

  /** Null where no date of the file tells, or where they contradict each other. */
  get order(): DateOrder | null {
    if (this.#dmy > 0 === this.#mdy > 0) return null
    return this.#dmy > 0 ? 'dmy' : 'mdy'
  }
}

/**
 * A date as exports write it, to ISO 8601 UTC: ISO, `13/04/2026 10:12 PM`, `13-Apr-2022 10:12PM`, RFC 2822, Unix
 * seconds or milliseconds. A time without a zone is taken as UTC. Never guesses the order of day and month.
 */
export function parseDate(given: string, order: DateOrder | null): ParsedDate {
  const text = given.trim()
  if (/^\d{10}(\d{3})?$/.test(text)) return instant(new Date(Number(text.padEnd(13, '0'))))
  const iso = yearFirst.exec(text)
  if (iso) return at(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4])
  const slashed = numeric.exec(text)
  return slashed ? fromNumeric(slashed, order) : fromWords(text)
}

function fromNumeric(match: RegExpExecArray, order: DateOrder | null): ParsedDate {
  const [first, second] = [Number(match[1]), Number(match[3])]
  const year = Number(match[4]) + (match[4]?.length === 2 ? 2000 : 0)
  // What a date shows by itself stands above what the file or the importer says of dates in general.
  const known = orderOf(first, second, match[2]) ?? order
  if (known === null) return { reason: 'date.ambiguous' }
  return known === 'dmy' ? at(year, second, first, match[5]) : at(year, first, second, match[5])
}

function orderOf(first: number, second: number, separator: string | undefined): DateOrder | null {
  if (separator === '.') return 'dmy' // No country writes the month first with dots.
  if (first > 12 || first === second) return 'dmy'
  return second > 12 ? 'mdy' : null
}

/** Dates with the month as a word, in any order: the word, the time and the year leave only the day. */
function fromWords(text: string): ParsedDate {
  const month = months.findIndex((name) => new RegExp(`(^|[^a-z])${name}[a-z]*`, 'i').test(text)) + 1
  const time = /(\d{1,2}:\d{2}(?::\d{2})?\s*(?:[ap]m)?)/i.exec(text)?.[1]
  const zone = /(?:\s|^)([+-]\d{2}:?\d{2}|z|utc|gmt)(?=\s|$)/i.exec(text)?.[1]
  const rest = [time, zone].reduce<string>((left, part) => (part ? left.replace(part, ' ') : left), text)
  const year = /(?:^|\D)(\d{4})(?!\d)/.exec(rest)?.[1]
  const day = /(?:^|\D)(\d{1,2})(?!\d)/.exec(rest)?.[1]
  if (month === 0 || year === undefined || day === undefined) return { reason: 'date.unreadable' }
  return at(Number(year), month, Number(day), time && `${time} ${zone ?? ''}`)
}

function at(year: number, month: number, day: number, time: string | undefined): ParsedDate {
  const midnight = new Date(Date.UTC(year, month - 1, day))
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day)
    return { reason: 'date.unreadable' }
  const ms = time === undefined ? 0 : milliseconds(time.trim())
  return ms === null ? { reason: 'date.unreadable' } : instant(new Date(midnight.getTime() + ms))
}

/** Milliseconds from UTC midnight of the written day, so negative or beyond 24 h where a zone shifts it. */
function milliseconds(time: string): number | null {
  const match = clock.exec(time)
  if (!match) return null
  const [, hours = '', minutes = '', seconds = '0', fraction = '0', half, zone = 'z'] = match
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hours)
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 60 || (half && Number(hours) > 12)) return null
  const ofDay = ((hour * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
  return ofDay + Math.floor(Number(`0.${fraction}`) * 1000) - offsetMs(zone)
}

function offsetMs(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  if (sign === undefined) return 0
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}

function instant(date: Date): ParsedDate {
  return Number.isNaN(date.getTime()) ? { reason: 'date.unreadable' } : { at: date.toISOString() }
}
