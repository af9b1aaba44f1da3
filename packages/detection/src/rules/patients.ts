import type { PatientMention } from '@hark/domain'
import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import type { Tokens } from '../phrases/tokens.ts'

/** A patient before offsets are mapped back: `from` … `to` in tokens. */
export type FoundPatient = Omit<PatientMention, 'span'> & {
  from: number
  to: number
  child: boolean
  old: boolean
}

const years = '(?:years?|yrs?|yo|y ?o|jahre|jahrigen?|jahriger?|ans|anos|anni|jaar|jarige?)'
const agePattern = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d{1,3})(?:[ -]?(months?|mos?|weeks?|wks?|days?|monate?|mois|meses|mesi|maanden|${years})(?:[ -]?old| alt| de idade| oud)?(?![\\p{L}])|[ -]?([fm])(?![\\p{L}\\p{N}]))`,
  'gu',
)
const bracketAge = /[([,] ?(\d{1,3}) ?[)\],]/g
const sexLetter = /[([,] ?(?:(\d{1,3}) ?)?([fmw]) ?(\d{1,3})? ?[)\],]/g

/** A patient's story may run over two sentences, not over a page. */
const reach = 30

type Age = { at: number; age: string; years: number; sex: PatientMention['sex'] }

function ageIn(unit: string | undefined, value: number): number {
  if (!unit) return value
  if (/^(?:mo|mois|mes|monat|maand)/.test(unit)) return value / 12
  if (/^(?:w|wk)/.test(unit)) return value / 52
  return /^d/.test(unit) ? value / 365 : value
}

function findAges(text: string): Age[] {
  const ages: Age[] = []
  for (const hit of text.matchAll(agePattern)) {
    const value = Number(hit[1])
    if (value > 120 && !hit[2]) continue
    ages.push({ at: hit.index, age: hit[0].trim(), years: ageIn(hit[2], value), sex: sexOf(hit[3]) })
  }
  for (const hit of text.matchAll(bracketAge)) {
    const value = Number(hit[1])
    if (value > 0 && value <= 110) ages.push({ at: hit.index, age: String(value), years: value, sex: null })
  }
  for (const hit of text.matchAll(sexLetter)) {
    const value = Number(hit[1] ?? hit[3] ?? 0)
    if (value > 0 && value <= 110)
      ages.push({ at: hit.index, age: String(value), years: value, sex: sexOf(hit[2]) })
  }
  return ages
}

const sexOf = (letter: string | undefined): PatientMention['sex'] =>
  letter === 'f' || letter === 'w' ? 'female' : letter === 'm' ? 'male' : null

/** Gestation ("8 weeks pregnant") and durations ("for 2 years", "2 years ago") are no ages. */
function isAge(text: string, age: Age): boolean {
  const before = text.slice(Math.max(0, age.at - 8), age.at)
  const after = text.slice(age.at + age.age.length, age.at + age.age.length + 12)
  if (/(?:for|since|past|last|after|in|over|seit|depuis|durante|hace|da|per|al|desde|ha) $/.test(before))
    return false
  if (/^ ?(?:pregnant|ago|on|now|of|later|into|clean|sober|off|without|post|schwanger|enceinte)/.test(after))
    return false
  return /old|yo|y o|\dy|[fm]$|^\d+$|alt|jahrig|jarig|anni|ans|anos|jaar/.test(age.age)
}

const groups = [
  ['patient.female', 'female'],
  ['patient.male', 'male'],
  ['patient.other', null],
] as const

function personsIn(cues: Cues): { cue: Cue; sex: PatientMention['sex'] }[] {
  const persons = groups.flatMap(([section, sex]) => cuesOf(cues, section).map((cue) => ({ cue, sex })))
  persons.sort((a, b) => a.cue.from - b.cue.from || b.cue.to - a.cue.to)
  return persons.filter(({ cue }, i) => i === 0 || cue.from >= (persons[i - 1]?.cue.to ?? 0))
}

/** A relative counts as a patient who does or suffers something ("my mum died after …"), near a medicine or a symptom. */
function isAffected(cue: Cue, cues: Cues, tokens: Tokens): boolean {
  if (!cuesOf(cues, 'patient.affected').some((acts) => acts.from < cue.to && acts.to > cue.from)) return false
  for (let at = Math.max(0, cue.from - reach); at < Math.min(tokens.words.length, cue.to + reach); at++) {
    if ((tokens.drug[at] ?? -1) >= 0 || tokens.event[at]) return true
  }
  return false
}

/** The persons who, by the text, took the product: distinct patients make distinct cases. Crowds ("people") are none. */
export function findPatients(tokens: Tokens, cues: Cues): FoundPatient[] {
  const ages = findAges(tokens.folded.text).filter((age) => isAge(tokens.folded.text, age))
  const patients: FoundPatient[] = []
  for (const cue of cuesOf(cues, 'patient.two'))
    for (const n of [1, 2]) patients.push(patientOf(cue, null, cues, tokens, ages, n))
  const persons = personsIn(cues).filter(
    ({ cue }) =>
      isAffected(cue, cues, tokens) && !patients.some((known) => cue.from < known.to && cue.to > known.from),
  )
  for (const { cue, sex } of persons) addPerson(patients, patientOf(cue, sex, cues, tokens, ages, 0), tokens)
  const self = cuesOf(cues, 'patient.self')[0]
  if (self && authorCounts(self, patients, tokens))
    patients.unshift(author(self, cues, tokens, ages, patients.length === 0))
  return patients
}

/** "She" and "he" after a named person of that sex are that person. */
function addPerson(patients: FoundPatient[], person: FoundPatient, tokens: Tokens): void {
  const isPronoun = person.to - person.from === 1 && !/\d/.test(person.label)
  const same = patients.some(
    (known) =>
      known.label === person.label || (isPronoun && (known.sex === person.sex || known.sex === null)),
  )
  if (!same && !(isPronoun && tokens.words.length === 0)) patients.push(person)
}

/** Where someone else is the patient, the author is one too only by a word of their own: "me and my husband". */
function authorCounts(self: Cue, patients: readonly FoundPatient[], tokens: Tokens): boolean {
  if (patients.length === 0) return true
  const overlapping = patients.some((known) => self.from <= known.to && self.to >= known.from)
  if (tokens.words[self.from] === 'me' || tokens.words[self.to - 1] === 'me') return true
  return !overlapping && tokens.sentence[self.from] !== tokens.sentence[patients[0]?.from ?? -1]
}

function author(self: Cue, cues: Cues, tokens: Tokens, ages: readonly Age[], alone: boolean): FoundPatient {
  const found = patientOf(self, null, cues, tokens, alone ? ages : [], 0)
  const first = cuesOf(cues, 'first_person').find((cue) => cue.from >= self.from && cue.to <= self.to)
  return { ...found, label: 'author', from: first?.from ?? self.from, to: first?.to ?? self.to }
}

function patientOf(
  cue: Cue,
  sex: PatientMention['sex'],
  cues: Cues,
  tokens: Tokens,
  ages: readonly Age[],
  n: number,
): FoundPatient {
  const start = tokens.start[cue.from] ?? 0
  const end = tokens.end[cue.to - 1] ?? start
  const near = ages.find((age) => age.at >= start - 4 && age.at <= end + 14)
  const overlaps = (other: Cue): boolean => other.from < cue.to && other.to > cue.from
  const label = tokens.words.slice(cue.from, cue.to).join(' ') + (n ? ` ${n}` : '')
  return {
    label,
    age: near?.age ?? null,
    sex: near?.sex ?? sex,
    from: cue.from,
    to: cue.to,
    child: near ? near.years < 18 : cuesOf(cues, 'patient.child').some(overlaps),
    old: near ? near.years >= 65 : cuesOf(cues, 'patient.old').some(overlaps),
  }
}
