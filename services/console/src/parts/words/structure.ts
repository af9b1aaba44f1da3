import type { DoseMention, MedicineRole, ReporterKind, TimeMention } from '@hark/domain'

export const roleNames: Record<MedicineRole, string> = {
  suspect: 'suspect',
  concomitant: 'concomitant',
  relief: 'taken for the complaint',
  compared: 'compared with',
}

export const reporterNames: Record<ReporterKind, string> = {
  consumer: 'consumer',
  hcp: 'health professional',
  news: 'news',
  advert: 'advert',
  law_firm: 'law firm',
  bot: 'machine',
  unknown: 'no person is speaking',
}

const ageUnits: Record<string, string> = { a: 'year', mo: 'month', wk: 'week', d: 'day' }
const weightUnits: Record<string, string> = { kg: 'kg', '[lb_av]': 'lb', '[stone_av]': 'stone' }
const doseUnits: Record<string, string> = { ug: 'µg', '[iU]': 'IU' }
const isoUnits: Record<string, string> = {
  TM: 'minute',
  TH: 'hour',
  D: 'day',
  W: 'week',
  M: 'month',
  Y: 'year',
}
const perNames: Record<string, string> = { P1D: 'a day', P1W: 'a week', P1M: 'a month' }
const changeNames: Record<string, string> = {
  increase: 'dose raised',
  decrease: 'dose lowered',
  switch: 'switched',
  stop: 'stopped',
  restart: 'started again',
}
const timeNames: Record<TimeMention['kind'], string> = {
  onset: 'onset after',
  duration: 'for',
  ago: 'ago:',
  point: 'at',
  since: 'since',
  dechallenge: 'better after stopping (dechallenge)',
  rechallenge: 'back when taken again (rechallenge)',
}

const counted = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`

/** "72 years", "in their 70s"; a unit we have no word for stays as it is. */
type Age = { value: number; unit: string; decade?: true | undefined }
export function ageInWords({ value, unit, decade }: Age): string {
  return decade ? `in their ${value}s` : counted(value, ageUnits[unit] ?? unit)
}

export const weightInWords = ({ value, unit }: { value: number; unit: string }): string =>
  `${value} ${weightUnits[unit] ?? unit}`

export const pregnancyInWords = ({ gestation }: { gestation: string | null }): string =>
  gestation ? `pregnant, ${durationInWords(gestation)}` : 'pregnant'

/** "P2W" → "2 weeks"; "PT0.5H" → "0.5 hours". What is no such duration stays as it is. */
export function durationInWords(iso: string): string {
  const { value, unit } = durationOf(iso)
  return unit ? counted(value, unit) : iso
}

function durationOf(iso: string): { value: number; unit: string | undefined } {
  const [, clock = '', value = '', letter = ''] = /^P(T?)([\d.]+)([A-Z])$/.exec(iso) ?? []
  return { value: Number(value), unit: isoUnits[clock + letter] }
}

/** "day 4", "week 3": counted from a start the text takes for known. */
function pointInWords(iso: string): string {
  const { value, unit } = durationOf(iso)
  return unit ? `${unit} ${value}` : iso
}

/** "onset after 2 weeks"; where the text gives no figure, the kind alone: its words stand beside it. */
export function timeInWords({ kind, value, upTo }: Pick<TimeMention, 'kind' | 'value' | 'upTo'>): string {
  if (!value) return timeNames[kind].replace(/:$/, '')
  if (kind === 'point') return pointInWords(value)
  const range = upTo ? `${durationInWords(value)} to ${durationInWords(upTo)}` : durationInWords(value)
  return kind === 'ago' ? `${range} ago` : `${timeNames[kind]} ${range}`
}

export function doseInWords(d: Omit<DoseMention, 'start' | 'end' | 'text'>): string {
  if (d.quantity) return amountInWords(d.quantity)
  if (d.kind === 'frequency') return frequencyInWords(d.times, d.per)
  return (d.code && (changeNames[d.code] ?? d.code)) ?? d.kind
}

/** `{tablet}` is a thing that is counted. */
function amountInWords({ value, unit }: { value: number; unit: string }): string {
  const thing = /^\{(.+)\}$/.exec(unit)?.[1]
  return thing ? counted(value, thing) : `${value} ${doseUnits[unit] ?? unit}`
}

function frequencyInWords(times: number | null, per: string | null): string {
  const every = /^PT(\d+)H$/.exec(per ?? '')?.[1]
  if (every) return `every ${every} hours`
  return `${times ?? '?'} × ${perNames[per ?? ''] ?? per ?? ''}`.trim()
}
