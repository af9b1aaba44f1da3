import type { Span } from '@hark/domain'
import { type Folded, unfold } from '../fold/fold.ts'

/** Words for time in the seven languages, folded, → the ISO 8601 designator of their unit. */
const timeUnits: readonly [designator: string, words: string][] = [
  ['TM', 'minutes?|mins?|minuten?|minutos?|minuti|minuto|minuut'],
  ['TH', 'hours?|hrs?|stunden?|std|heures?|horas?|ore|ora|uur|uren'],
  ['D', 'days?|tagen?|tage?|jours?|dias?|giorn[oi]|dag(?:en)?'],
  ['W', 'weeks?|wks?|wochen?|semaines?|semanas?|settiman[ae]|we(?:ek|ken)'],
  ['M', 'months?|monaten?|monate?|mois|mes(?:es)?|mes[ei]|maand(?:en)?'],
  ['Y', 'years?|yrs?|jahren?|jahre?|ans?|annees?|anos?|ann[oi]|jaar|jaren'],
]
export const timeUnit = timeUnits.map(([, words]) => words).join('|')
const unitTests = timeUnits.map(([code, words]) => [code, new RegExp(`^(?:${words})$`)] as const)

const numberWords: ReadonlyMap<string, number> = new Map(
  Object.entries({
    1: 'one a an ein eine einem einer un une uno una um uma een',
    2: 'two couple zwei deux dos due twee dois duas',
    3: 'three drei trois tres tre drie',
    4: 'four vier quatre cuatro quattro quatro',
    5: 'five funf fuenf cinq cinco cinque vijf',
    6: 'six sechs seis sei zes',
    7: 'seven sieben sept siete sette zeven sete',
    8: 'eight acht huit ocho otto oito',
    9: 'nine neun neuf nueve nove negen',
    10: 'ten zehn dix diez dieci tien dez',
    12: 'twelve zwolf zwoelf douze doce dodici twaalf doze',
    0.5: 'half',
  }).flatMap(([value, words]) => words.split(' ').map((word): [string, number] => [word, Number(value)])),
)
export const figure = `\\d{1,4}(?:[.,]\\d{1,3})?|${[...numberWords.keys()].join('|')}`

/** A figure or number word; null where it is neither. */
export function numberOf(said: string | undefined): number | null {
  if (!said) return null
  const word = numberWords.get(said)
  if (word !== undefined) return word
  const value = Number(said.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}

/** "3 weeks" → `P3W`; "half an hour" → `PT0.5H`. */
export function isoDuration(value: number, unit: string): string | null {
  const code = unitTests.find(([, test]) => test.test(unit))?.[0]
  if (!code) return null
  return code.length === 2 ? `PT${value}${code[1]}` : `P${value}${code}`
}

/** A place in the folded text → the exact piece of the original. */
export function spanAt(folded: Folded, from: number, to: number): Span {
  const { start, end } = unfold(folded, from, to)
  return { start, end, text: folded.original.slice(start, end) }
}
