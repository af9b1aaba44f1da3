import type { Seriousness, SpecialSituation } from '@hark/domain'

/** `{ nullFlavor }` where E2B(R3) asks for a value that is not there. */
export type Null = { nullFlavor: 'NI' | 'NASK' | 'MSK' | 'UNK' }

/** Not asked: a post was read, nobody was spoken to (field-guide §8.1). */
export const NASK: Null = { nullFlavor: 'NASK' }
export const NI: Null = { nullFlavor: 'NI' }
/** Exists, withheld for privacy. Itself says that there is something. */
export const MSK: Null = { nullFlavor: 'MSK' }

/** E.i.3.2 per event, in the order of the guide. */
export const seriousnessElements: readonly [string, Seriousness][] = [
  ['E.i.3.2a', 'DEATH'],
  ['E.i.3.2b', 'LIFE_THREATENING'],
  ['E.i.3.2c', 'HOSPITALISATION'],
  ['E.i.3.2d', 'DISABILITY'],
  ['E.i.3.2e', 'CONGENITAL'],
  ['E.i.3.2f', 'MEDICALLY_IMPORTANT'],
]

/** G.k.10.r codes of special situations (field-guide §2); situations without a code are told in words only. */
export const additionalDrugInformation: Partial<Record<SpecialSituation, string>> = {
  FALSIFIED: '1',
  OVERDOSE: '2',
  PREGNANCY_PATERNAL: '3',
  EXPIRED: '4',
  MEDICATION_ERROR: '7',
  MISUSE: '8',
  ABUSE: '9',
  OCCUPATIONAL: '10',
  OFF_LABEL: '11',
}

const languages: Record<string, string> = {
  ar: 'ara',
  bg: 'bul',
  cs: 'ces',
  da: 'dan',
  de: 'deu',
  el: 'ell',
  en: 'eng',
  es: 'spa',
  et: 'est',
  fi: 'fin',
  fr: 'fra',
  ga: 'gle',
  he: 'heb',
  hi: 'hin',
  hr: 'hrv',
  hu: 'hun',
  is: 'isl',
  it: 'ita',
  ja: 'jpn',
  ko: 'kor',
  lt: 'lit',
  lv: 'lav',
  mt: 'mlt',
  nl: 'nld',
  no: 'nor',
  pl: 'pol',
  pt: 'por',
  ro: 'ron',
  ru: 'rus',
  sk: 'slk',
  sl: 'slv',
  sv: 'swe',
  th: 'tha',
  tr: 'tur',
  uk: 'ukr',
  vi: 'vie',
  zh: 'zho',
}

/** ISO 639-2 of a BCP 47 tag (E.i.1.1b); no information where it is not known. */
export const languageCode = (tag: string | null): string | Null =>
  languages[tag?.split('-')[0]?.toLowerCase() ?? ''] ?? NI

/** CCYYMMDDHHMMSS with offset, in UTC: a time without its zone could be read as one in the future. */
export const instant = (at: string): string => `${at.slice(0, 19).replace(/[-T:]/g, '')}+0000`
export const day = (date: string): string => date.slice(0, 10).replaceAll('-', '')

/** Age as UCUM years, only where the text gives a plain number of years; never guessed. */
export function ageInYears(age: string | null | undefined): number | null {
  const years = /^\s*(\d{1,3})\s*(?:y|yo|yrs?|years?(?:[ -]old)?)?\s*$/i.exec(age ?? '')?.[1]
  return years !== undefined && Number(years) <= 130 ? Number(years) : null
}
