import type { PatientDescription, Quantity } from '@hark/domain'
import type { Folded } from '../fold/fold.ts'
import type { Reading } from '../reading.ts'
import { type Age, findAges } from '../rules/ages.ts'
import type { FoundPatient } from '../rules/patients.ts'
import { spanAt } from './units.ts'

type Place = { from: number; to: number }
type Placed<T> = T & Place

const gestation =
  /(?<![\d.,])(\d{1,2})(?:\s?\+\s?\d)?[ -]?(weeks?|wks?|w|months?|mo|wochen?|woche|ssw|semaines?|sa|mois|semanas?|meses|settimane|settimana|mesi|weken|wkn|maanden)(?: (?:and|et|y|e|en|und) [^.!?\n]{0,12})? ?(?:pregnant|along|gone|preg\b|pregnancy|gestation|schwanger|enceinte|de grossesse|d'amenorrhee|embarazada|de embarazo|incinta|di gravidanza|zwanger|gravida|de gestacao|de gravidez|with twins)/g
const gestationAfter =
  /(?:pregnant|pregnancy|schwanger in der|schwanger|enceinte de|embarazada de|incinta di|incinta alla|zwanger|gravida de)[ ,(]{1,3}(?:at |in |with |der )?(\d{1,2})(?:\s?\+\s?\d|\.)?[ -]?(weeks?|wks?|w|months?|woche|ssw|semaines?|sa|mois|semanas?|meses|settiman[ae]|mesi|weken|wkn|maanden)?/g
const ssw = /(?<![\d.,])(\d{1,2})(?:\s?\+\s?\d|\.)? ?(ssw|woche schwanger)\b/g
const pregnant =
  /(?<!not |nicht |pas |no |non |niet |nao |never )\b(?:pregnant|preggers|preggo|schwanger|enceinte|embarazada|incinta|zwanger|gravida)\b/g

const mostOfAKind = 10

/** One look rules out what most posts have none of. */
const anyGestation =
  /preg|gesta[ct]|schwang|ssw|grossesse|enceinte|amenorrhee|embaraz|incinta|gravid|zwanger|along|gone|twins/
const anyWeight = /\d ?(?:kg|kilo|lb|pound|stone)/

function gestations(text: string): Placed<{ gestation: string | null }>[] {
  const found: Placed<{ gestation: string | null }>[] = []
  if (!anyGestation.test(text)) return found
  const free = (from: number, to: number): boolean => found.every((g) => g.to <= from || g.from >= to)
  for (const pattern of [gestation, gestationAfter, ssw])
    for (const hit of text.matchAll(pattern)) {
      const to = hit.index + hit[0].length
      const value = Number(hit[1])
      if (found.length >= mostOfAKind) break
      if (value > 45 || !free(hit.index, to)) continue
      const months = /^m/.test(hit[2] ?? '')
      found.push({ from: hit.index, to, gestation: `P${value}${months ? 'M' : 'W'}` })
    }
  for (const hit of text.matchAll(pregnant)) {
    const to = hit.index + hit[0].length
    if (found.length >= mostOfAKind) break
    if (free(hit.index, to)) found.push({ from: hit.index, to, gestation: null })
  }
  return found
}

const weight =
  /\b(?:weigh(?:s|ed|ing)?|weight(?: is| was|:)?|at|im|i'm|i am|is|was|of|wiege|wiegt|pese|pesa|peso|peso de|weeg|weegt|,|male|female|man|woman) ?(?:only |just |about |around )?(\d{1,3}(?:[.,]\d)?) ?(kgs?|kilos?|kilograms?|lbs?|pounds?|stone)\b(?! (?:gone|lost|down|up|in|off|lighter|heavier|more|less|gained|since|mehr|weniger))/g
const weightUnits: readonly [RegExp, string][] = [
  [/^k/, 'kg'],
  [/^(?:l|p)/, '[lb_av]'],
  [/^s/, '[stone_av]'],
]

function weights(text: string): Placed<Quantity>[] {
  if (!anyWeight.test(text)) return []
  return [...text.matchAll(weight)].slice(0, mostOfAKind).map((hit) => {
    const said = hit[0].slice(hit[0].search(/\d/))
    const from = hit.index + hit[0].length - said.length
    const unit = weightUnits.find(([test]) => test.test(hit[2] ?? ''))?.[1] ?? 'kg'
    return { from, to: from + said.length, value: Number((hit[1] ?? '').replace(',', '.')), unit }
  })
}

/** UCUM: years `a`, months `mo`, weeks `wk`, days `d`. */
function ageQuantity(age: Age): Quantity & { decade?: true } {
  const [, figure = '', unit = ''] = /^(\d+)[ -]?(\p{L}*)/u.exec(age.age) ?? []
  if (/0['’]?s$/.test(age.age)) return { value: age.years, unit: 'a', decade: true }
  if (!figure || !unit || age.years >= 3) return { value: Math.round(age.years), unit: 'a' }
  if (/^(?:mo|mois|mes|monat|maand)/.test(unit)) return { value: Number(figure), unit: 'mo' }
  if (/^(?:w|wk)/.test(unit)) return { value: Number(figure), unit: 'wk' }
  return { value: Number(figure), unit: /^d/.test(unit) ? 'd' : 'a' }
}

/** Of several patients each is given what stands nearest: an age in another's sentence is not theirs. */
function nearest<T extends Place>(of: Place, parts: readonly T[], alone: boolean): T | null {
  const distance = (part: Place): number => Math.max(part.from - of.to, of.from - part.to, 0)
  const [best] = [...parts].sort((a, b) => distance(a) - distance(b))
  return best && (alone || distance(best) <= 40) ? best : null
}

/** Every patient with what the text says of them, and the places in the text so used up. */
export function describePatients(reading: Reading): { patients: PatientDescription[]; taken: Place[] } {
  const { folded } = reading.tokens
  const ages = findAges(folded.text).map((age) => ({ ...age, from: age.at, to: age.at + age.age.length }))
  const expecting = gestations(folded.text)
  const weighed = weights(folded.text)
  const alone = reading.patients.length === 1
  const patients = reading.patients.map((patient) =>
    describe(patient, folded, reading, { ages, expecting, weighed, alone }),
  )
  return { patients, taken: [...ages, ...expecting, ...weighed] }
}

type Parts = {
  ages: Placed<Age>[]
  expecting: Placed<{ gestation: string | null }>[]
  weighed: Placed<Quantity>[]
  alone: boolean
}

function describe(patient: FoundPatient, folded: Folded, reading: Reading, parts: Parts): PatientDescription {
  const { tokens } = reading
  const place = { from: tokens.start[patient.from] ?? 0, to: tokens.end[patient.to - 1] ?? 0 }
  const age = patient.age
    ? nearest(
        place,
        parts.ages.filter((age) => age.age === patient.age),
        true,
      )
    : nearest(place, parts.ages, parts.alone)
  const pregnancy = patient.sex === 'male' ? null : nearest(place, parts.expecting, parts.alone)
  const weight = nearest(place, parts.weighed, parts.alone)
  return {
    label: patient.label,
    age: age && { ...spanAt(folded, age.from, age.to), ...ageQuantity(age) },
    sex: patient.sex ?? age?.sex ?? (pregnancy ? 'female' : null),
    pregnancy: pregnancy && {
      ...spanAt(folded, pregnancy.from, pregnancy.to),
      gestation: pregnancy.gestation,
    },
    weight: weight && {
      ...spanAt(folded, weight.from, weight.to),
      value: weight.value,
      unit: weight.unit,
    },
  }
}
