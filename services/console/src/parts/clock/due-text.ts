import { type Clock, type Urgency, urgencyOf } from '@hark/domain'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** "3 h", "12 min", "2 d 4 h": the two largest units, whole; never rounds up what is left. */
export function spanText(ms: number): string {
  const left = Math.abs(ms)
  if (left < MINUTE) return `${Math.floor(left / 1000)} s`
  if (left < HOUR) return `${Math.floor(left / MINUTE)} min`
  if (left < 10 * HOUR) return join(Math.floor(left / HOUR), 'h', Math.floor((left % HOUR) / MINUTE), 'min')
  if (left < DAY) return `${Math.floor(left / HOUR)} h`
  return join(Math.floor(left / DAY), 'd', Math.floor((left % DAY) / HOUR), 'h')
}

const join = (a: number, unitA: string, b: number, unitB: string): string =>
  b > 0 ? `${a} ${unitA} ${b} ${unitB}` : `${a} ${unitA}`

/** "3 h left" or "late by 20 min". */
export function leftText(dueAt: string, now: number): string {
  const left = Date.parse(dueAt) - now
  return left < 0 ? `late by ${spanText(left)}` : `${spanText(left)} left`
}

/** "Tue 24 Nov, 14:05 CET · due in 3 h", in the zone that gave day 0. */
export function dueText(clock: Pick<Clock, 'dueAt' | 'zone'>, now: number): string {
  const left = Date.parse(clock.dueAt) - now
  const when = instantText(clock.dueAt, clock.zone)
  return left < 0 ? `${when} · late by ${spanText(left)}` : `${when} · due in ${spanText(left)}`
}

/** "Tue 24 Nov, 14:05 CET"; the year is added when it is not this one. */
export function instantText(at: string, zone?: string, now = Date.now()): string {
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return '–'
  const sameYear = date.getUTCFullYear() === new Date(now).getUTCFullYear()
  const year = sameYear ? undefined : ('numeric' as const)
  const parts = formatter('en-GB', { ...moment, year, hourCycle: 'h23', timeZone: zone }).formatToParts(date)
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? ''
  const day = [of('weekday'), of('day'), of('month'), of('year')].filter(Boolean).join(' ')
  return `${day}, ${of('hour')}:${of('minute')} ${zoneName(date, zone)}`
}

/** "14:05" where the day is plain from its place. */
export const timeText = (at: string): string =>
  new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })

export const agoText = (at: string, now: number): string => {
  const past = now - Date.parse(at)
  return past < 5_000 ? 'just now' : `${spanText(past)} ago`
}

const moment = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
} as const

/** en-GB names European zones and en-US American ones; the first that is a name and not an offset wins. */
function zoneName(date: Date, timeZone: string | undefined): string {
  const names = ['en-GB', 'en-US', 'en-AU'].map(
    (locale) =>
      formatter(locale, { timeZone, timeZoneName: 'short' })
        .formatToParts(date)
        .find((p) => p.type === 'timeZoneName')?.value ?? '',
  )
  return names.find((n) => !/^(GMT|UTC)./.test(n)) ?? names[0] ?? ''
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/** Made once: making one takes a hundred times as long as using it, and a page shows a moment in every row. */
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const made = formatters.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

export const urgencyWords: Record<Urgency, string> = {
  far: 'in time',
  near: 'half used',
  critical: 'nearly out',
  late: 'late',
}

/** Urgency and share left, for the bar. */
export function clockState(clock: Pick<Clock, 'anchorAt' | 'dueAt'>, now: number) {
  const total = Date.parse(clock.dueAt) - Date.parse(clock.anchorAt)
  const left = Math.max(0, Math.min(1, (Date.parse(clock.dueAt) - now) / total))
  return { urgency: urgencyOf(clock, new Date(now).toISOString()), left }
}
