import type { PatientDescription, Quantity, Span, Structure } from '@hark/domain'
import { ageInYears } from './codes.ts'
import { withoutPeople } from './without-people.ts'

type Read<T> = T & { words: string | null }

/** What a machine read of one patient in the posts of a case. Nobody confirmed it: whoever sends it on says so. */
export type FromText = {
  label: string
  age: Read<Quantity> | null
  sex: 'male' | 'female' | null
  weight: Read<Quantity> | null
  pregnancy: string | null
  /** Words about doses and times, only from posts that tell of one patient. */
  doses: string[]
  times: string[]
  /** Those posts name one medicine, so that its doses can be no other's. */
  oneMedicine: boolean
}

/** A patient as findings of old, without a structure, name one. */
export type NamedPatient = { label: string; age: string | null; sex: 'male' | 'female' | null }

/** Of several posts the first that says it counts; nothing is guessed, and nothing said of another patient is taken. */
export function readFromText(
  label: string,
  structures: readonly Structure[],
  named: readonly NamedPatient[],
): FromText {
  const mine = structures.flatMap((s) => s.patients.filter((p) => p.label === label))
  const alone = structures.filter((s) => s.patients.every((p) => p.label === label))
  const first = <T>(of: (p: PatientDescription) => T | null): T | null =>
    mine.map(of).find((value) => value !== null) ?? null
  return {
    label,
    age: first(ageOf) ?? ageOfOld(named.filter((n) => n.label === label)),
    sex: first((p) => p.sex) ?? named.find((n) => n.label === label && n.sex)?.sex ?? null,
    weight: first((p) => p.weight && withWords(p.weight)),
    pregnancy: first((p) => p.pregnancy?.text ?? null),
    doses: wordsOf(alone.flatMap((s) => s.doses)),
    times: wordsOf(alone.flatMap((s) => s.times)),
    oneMedicine: new Set(alone.flatMap((s) => s.medicines.map((m) => m.productId))).size === 1,
  }
}

const withWords = ({ value, unit, text }: Quantity & Span): Read<Quantity> => ({ value, unit, words: text })

/** A decade ("in her seventies") is no age in years. */
const ageOf = ({ age }: PatientDescription): Read<Quantity> | null =>
  age && !age.decade ? withWords(age) : null

function ageOfOld(named: readonly NamedPatient[]): Read<Quantity> | null {
  const said = named.find(({ age }) => age !== null)?.age ?? null
  const value = ageInYears(said)
  return value === null ? null : { value, unit: 'a', words: said }
}

const wordsOf = (spans: readonly Span[]): string[] => [...new Set(spans.map(({ text }) => text))]

/** G.k.4.r.8 holds 2,000 characters. */
export const dosage = ({ doses }: FromText): string =>
  cut(doses.map((words) => `“${words}”`).join(', '), 2000)

const cut = (text: string, longest: number): string => withoutPeople(text).slice(0, longest).toWellFormed()

/** Which elements a machine filled and with which words of the post, and what it read that no element takes. Null where nothing. */
export function unconfirmed(told: FromText) {
  const { age, sex, weight, pregnancy, doses, times, oneMedicine } = told
  const elements = [
    ...(age ? ['D.2.2a', 'D.2.2b'] : []),
    ...(weight?.unit === 'kg' ? ['D.3'] : []),
    ...(sex ? ['D.5'] : []),
    ...(oneMedicine && doses.length > 0 ? ['G.k.4.r.8'] : []),
  ]
  const read = [age, sex, weight, pregnancy, ...doses, ...times].some((value) => value != null)
  if (!read) return null
  const clean = (words: readonly string[]) => words.map(withoutPeople)
  const quoted = { age: age?.words ?? null, weight: weight?.words ?? null, pregnancy }
  return { elements, ...quoted, doses: clean(doses), times: clean(times) }
}

const spelled: Record<string, string> = { a: 'years', mo: 'months', wk: 'weeks', d: 'days' }

/** The same for who reads the narrative alone. Null where nothing was read. */
export function toldLine(told: FromText): string | null {
  const { age, sex, weight, pregnancy, doses, times } = told
  const quotes = (words: readonly string[]) => words.map((w) => `“${withoutPeople(w)}”`).join(', ')
  const parts = [
    age && `age ${age.value} ${spelled[age.unit] ?? age.unit} (“${age.words}”)`,
    sex && `sex ${sex}`,
    weight && `weight “${weight.words}”`,
    pregnancy && `“${pregnancy}”`,
    doses.length > 0 && `dose ${quotes(doses)}`,
    times.length > 0 && `time ${quotes(times)}`,
  ].filter(Boolean)
  return parts.length === 0 ? null : `Read from the text by a machine, unconfirmed: ${parts.join('; ')}.`
}
