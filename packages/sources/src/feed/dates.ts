const months: Record<string, number | undefined> = { __proto__: null as unknown as undefined }
const names = [
  'jan january janv janvier ene enero januar jän jänner gen gennaio janeiro januari sty stycznia янв января ιαν',
  'feb february févr fév février febrero februar febr febbraio fev fevereiro februari lut lutego фев февраля φεβ',
  'mar march mars marzo märz mär mrz março maart mrt marca марта μάρ μαρ',
  'apr april avr avril abr abril aprile kwi kwietnia апр апреля απρ',
  'may mai mayo maggio mag maio mei maj maja мая μάι μαι μαϊ',
  'jun june juin junio juni giu giugno junho cze czerwca июн июня ιούν ιον',
  'jul july juil juillet julio juli lug luglio julho lip lipca июл июля ιούλ ιολ',
  'aug august août aoû agosto ago augustus sie sierpnia авг августа αύγ αυγ',
  'sep sept september septembre septiembre settembre set setembro wrz września сен сентября σεπ',
  'oct october octobre octubre okt oktober ottobre ott out outubro paź października окт октября οκτ',
  'nov november novembre noviembre novembro lis listopada ноя ноября νοέ νοε',
  'dec december déc décembre dic diciembre dez dezember dicembre dezembro gru grudnia дек декабря δεκ',
]
for (const [at, list] of names.entries()) for (const name of list.split(' ')) months[name] = at + 1

/** Zones by name, minutes east of UTC. A name that means several is the one feeds mean. */
const zones: Record<string, number | undefined> = {
  __proto__: null as unknown as undefined,
  ...{
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    ist: 330,
    cet: 60,
    cest: 120,
    mez: 60,
    mesz: 120,
    met: 60,
  },
  ...{
    eet: 120,
    eest: 180,
    msk: 180,
    jst: 540,
    kst: 540,
    sgt: 480,
    hkt: 480,
    awst: 480,
    aest: 600,
    aedt: 660,
    nzst: 720,
  },
  ...{
    nzdt: 780,
    est: -300,
    edt: -240,
    cst: -360,
    cdt: -300,
    mst: -420,
    mdt: -360,
    pst: -480,
    pdt: -420,
    akst: -540,
  },
  ...{
    akdt: -480,
    hst: -600,
    ast: -240,
    adt: -180,
    nst: -210,
    brt: -180,
    et: -300,
    ct: -360,
    mt: -420,
    pt: -480,
  },
}

/** `day` is one of the month; of the year where `ordinal`. */
type Parts = { year: number; month: number; day: number; ordinal?: true; time?: Time }
type Time = { hour: number; minute: number; second: number; ms: number; offset: number }

/**
 * A date as any feed writes it, as ISO 8601 UTC; null where it is none. RFC 822 with all its liberties (one-digit days, named zones,
 * two-digit years, days that are not that weekday), W3C date-times down to a bare year, ordinal days, `asctime`, Unix seconds, month names
 * in eleven languages, Korean and Hungarian forms. A time without a zone is UTC.
 */
export function feedDate(given: string | null | undefined): string | null {
  const text = given?.trim().slice(0, 200) ?? ''
  if (!/\d/.test(text)) return null
  if (/^\d{10}(\d{3})?$/.test(text)) return iso(new Date(Number(text.padEnd(13, '0'))))
  const parts = w3c(text) ?? korean(text) ?? inWords(text) ?? slashed(text)
  return parts === null ? null : instant(parts)
}

function w3c(text: string): Parts | null {
  const ordinal = /^(\d{4})-?(\d{3})(?!\d|-)(?:[T\s]+(.+))?$/i.exec(text)
  if (ordinal)
    return withTime(
      { year: Number(ordinal[1]), month: 1, day: Number(ordinal[2]), ordinal: true },
      ordinal[3],
    )
  const match =
    /^([+-]?\d{4})(?:[-/.]?(\d{1,2})(?:[-/.]?(\d{1,2}))?)?(?:\s*[T\s]\s*(\d.*))?$/i.exec(text) ??
    /^(\d{4})-(\d{1,2})-(\d{1,2})([Zz]|[+-]\d{2}:?\d{2})$/.exec(text)
  if (!match) return null
  const [, year, month = '1', day = '1', rest] = match
  return withTime(
    { year: Number(year), month: Number(month), day: Number(day) },
    /^[z+-]/i.test(rest ?? '') ? undefined : rest,
  )
}

/** `2004년 05월 28일 오후 11:31:25`, `2004-05-25 오후 11:23:17`. */
function korean(text: string): Parts | null {
  const match =
    /^(\d{4})(?:년|-)\s*(\d{1,2})(?:월|-)\s*(\d{1,2})일?\s*(오전|오후)?\s*(\d{1,2}):(\d{2}):(\d{2})/.exec(
      text,
    )
  if (!match) return null
  const [, year, month, day, half, hour, minute, second] = match
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === '오후' ? 12 : 0)
  const time = { hour: hours, minute: Number(minute), second: Number(second), ms: 0, offset: 540 }
  return { year: Number(year), month: Number(month), day: Number(day), time }
}

/** The month as a word: the word, the time and the zone taken away leave the day and the year. */
function inWords(text: string): Parts | null {
  const words = text.match(/\p{L}+/gu) ?? []
  const found = words.map((word) => months[word.toLowerCase()]).find((month) => month !== undefined)
  if (found === undefined) return null
  const time = /\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d+)?.*$/.exec(text)
  const before = time ? text.slice(0, time.index) : text
  const after = time?.[0] ?? ''
  const numbers = before.match(/\d+/g) ?? []
  // `asctime` and Twitter put the year behind the time and the zone.
  const trailing = /\s(\d{4})\s*$/.exec(after.replace(/[+-]\d{4}/, ' '))?.[1]
  const year = numbers.find((number) => number.length === 4) ?? trailing ?? numbers[1]
  const day = numbers.find((number) => number.length <= 2)
  if (year === undefined || (day === undefined && numbers.length > 1)) return null
  const parts = { year: fullYear(year), month: found, day: Number(day ?? 1) }
  return withTime(parts, time ? after : undefined)
}

/** `25/12/2026`, `12/25/2026`, `25.12.2026`; null where day and month could be each other. */
function slashed(text: string): Parts | null {
  const match = /^\D{0,12}(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:[\s,T]+(\d.*))?$/.exec(text)
  if (!match) return null
  const [, a, separator, b, year, rest] = match
  const [first, second] = [Number(a), Number(b)]
  const dayFirst = separator === '.' || first > 12 || first === second
  if (!dayFirst && second <= 12) return null
  const [day, month] = dayFirst ? [first, second] : [second, first]
  return withTime({ year: fullYear(year as string), month, day }, rest)
}

function withTime(parts: Parts, text: string | undefined): Parts | null {
  if (text === undefined || text.trim() === '') return parts
  const match = /^(\d{1,2})(?::?(\d{2}|\d(?=:|\s|$))(?::?(\d{1,2})(?:[.,](\d+))?)?)?\s*([ap]\.?m\.?)?/i.exec(
    text.trim(),
  )
  if (!match) return null
  const [whole, hour = '0', minute = '0', second = '0', fraction = '0', half] = match
  const hours = half ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour)
  const offset = zoneOf(text.trim().slice(whole.length))
  const ms = Math.floor(Number(`0.${fraction}`) * 1000)
  return { ...parts, time: { hour: hours, minute: Number(minute), second: Number(second), ms, offset } }
}

/** Minutes east of UTC; what names no zone we know is UTC. */
function zoneOf(text: string): number {
  const numeric = /([+-])\s*(\d{1,2}):?(\d{2})?(?!\d)/.exec(text)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return numeric[1] === '-' ? -minutes : minutes
  }
  const names = text.toLowerCase().match(/[a-z]+/g) ?? []
  return names.map((name) => zones[name]).find((zone) => zone !== undefined) ?? 0
}

function fullYear(text: string): number {
  const year = Number(text)
  if (text.length > 2) return year
  return year + (year < 70 ? 2000 : 1900)
}

function instant({ year, month, day, ordinal, time }: Parts): string | null {
  const { hour = 0, minute = 0, second = 0, ms = 0, offset = 0 } = time ?? {}
  if (month < 1 || month > 12 || day < 1 || day > (ordinal ? 366 : 31)) return null
  if (hour > 24 || minute > 59 || second > 60 || Math.abs(offset) > 18 * 60) return null
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute - offset, Math.min(second, 59), ms)
  return iso(date)
}

function iso(date: Date): string | null {
  const year = date.getUTCFullYear()
  return Number.isNaN(year) || year < 1970 || year > 2200 ? null : date.toISOString()
}
