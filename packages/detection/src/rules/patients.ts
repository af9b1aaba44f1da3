import type { PatientMention } from '@hark/domain'
import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import type { Tokens } from '../phrases/tokens.ts'
import { type Age, findAges } from './ages.ts'

/** A patient before offsets are mapped back: `from` … `to` in tokens. */
export type FoundPatient = Omit<PatientMention, 'span'> & {
  from: number
  to: number
  child: boolean
  old: boolean
}

/** A patient's story may run over two sentences, not over a page. */
const reach = 30

type Person = { cue: Cue; sex: PatientMention['sex']; bare: boolean }
type Post = { tokens: Tokens; cues: Cues; ages: readonly Age[] }

const groups = [
  ['patient.female', 'female', false],
  ['patient.male', 'male', false],
  ['patient.other', null, false],
  ['patient.bare.female', 'female', true],
  ['patient.bare.male', 'male', true],
  ['patient.bare.other', null, true],
] as const

const overlaps = (a: { from: number; to: number }, b: { from: number; to: number }): boolean =>
  a.from < b.to && a.to > b.from

function personsIn({ cues, tokens }: Post): Person[] {
  const shields = cuesOf(cues, 'patient.not')
  const persons = groups.flatMap(([section, sex, bare]) =>
    cuesOf(cues, section).map((cue) => ({ cue, sex, bare })),
  )
  persons.sort((a, b) => a.cue.from - b.cue.from || b.cue.to - a.cue.to)
  const apart = persons.filter(
    ({ cue, bare }) => !shields.some((shield) => overlaps(shield, cue)) && (!bare || opens(cue, tokens)),
  )
  return apart.filter(({ cue }, i) => i === 0 || cue.from >= (apart[i - 1]?.cue.to ?? 0))
}

/** "Mum's ankles …": a relative without "my" is named where a sentence or clause opens, or with an age. */
function opens(cue: Cue, tokens: Tokens): boolean {
  const before = cue.from - 1
  if (before < 0 || tokens.clause[before] !== tokens.clause[cue.from]) return true
  return /^\d+$/.test(tokens.words[before] ?? '')
}

function near(tokens: Tokens, cue: Cue): boolean {
  for (let at = Math.max(0, cue.from - reach); at < Math.min(tokens.words.length, cue.to + reach); at++) {
    if ((tokens.drug[at] ?? -1) >= 0 || tokens.event[at]) return true
  }
  return false
}

const authors = new Set(
  'i im ive id ill me myself ich mir mich je j ai moi yo me io mi ho ik mij eu ich'.split(' '),
)

/**
 * A relative counts as a patient near a medicine or a symptom: by what they do or suffer ("my mum died after …"), or where the
 * author tells nothing of themselves. Whoever only says, sees or drives is none ("my husband took me to …").
 */
function isAffected({ cue }: Person, post: Post): boolean {
  const { cues, tokens } = post
  if (!near(tokens, cue)) return false
  if (post.ages.some((age) => isNear(age, cue, tokens))) return true
  if (cuesOf(cues, 'patient.helper').some((helps) => overlaps(helps, cue))) return false
  if (cuesOf(cues, 'patient.affected').some((acts) => overlaps(acts, cue))) return true
  if (tokens.words[cue.from] === 'she' || tokens.words[cue.from] === 'he') return false
  return !tokens.words.some((word) => authors.has(word))
}

function isNear(age: Age, cue: { from: number; to: number }, tokens: Tokens): boolean {
  const start = tokens.start[cue.from] ?? 0
  const end = tokens.end[cue.to - 1] ?? start
  return age.at >= start - 4 && age.at <= end + 14
}

/** The persons who, by the text, took the product: distinct patients make distinct cases. Crowds ("people") are none. */
export function findPatients(tokens: Tokens, cues: Cues): FoundPatient[] {
  const post: Post = { tokens, cues, ages: findAges(tokens.folded.text) }
  const patients: FoundPatient[] = []
  for (const cue of cuesOf(cues, 'patient.two'))
    for (const n of [1, 2]) patients.push(patientOf(cue, null, post, n))
  const persons = personsIn(post).filter(
    (person) => !patients.some((known) => overlaps(known, person.cue)) && isAffected(person, post),
  )
  for (const { cue, sex } of persons) addPerson(patients, patientOf(cue, sex, post, 0), tokens)
  const self = selfIn(post, patients.length > 0)
  if (self && authorCounts(self, patients, tokens))
    patients.unshift(author(self, post, patients.length === 0))
  if (patients.length === 0) patients.push(...unnamed(post))
  return patients
}

/** "She" and "he" after a named person of that sex are that person. */
function addPerson(patients: FoundPatient[], person: FoundPatient, tokens: Tokens): void {
  const isPronoun = person.to - person.from === 1 && /^(?:she|he)$/.test(person.label)
  const same = patients.some(
    (known) =>
      known.label === person.label || (isPronoun && (known.sex === person.sex || known.sex === null)),
  )
  if (!same && !(isPronoun && tokens.words.length === 0)) patients.push(person)
}

const others = new Set('he she they who hed shed theyd hes shes'.split(' '))
const auxiliary = new Set('has had is was have were'.split(' '))
const authorsWord = /^(?:i|im|ive|id|my|me|myself|we|our)$/

/** "He'd been on …": words an author may leave the "I" out of, said of somebody else. */
function saidOfAnother({ from, to }: Cue, words: readonly string[]): boolean {
  if (words.slice(from, to).some((word) => authorsWord.test(word))) return false
  const before = words[from - 1] ?? ''
  return others.has(before) || (auxiliary.has(before) && others.has(words[from - 2] ?? ''))
}

const musing = new Set('should shouldve thinking wish wondering'.split(' '))

/** "I keep thinking I should have checked on him": beside somebody else's story no word of one's own. */
const onlyMuses = ({ from, to }: Cue, words: readonly string[]): boolean =>
  words.slice(from, to).some((word) => musing.has(word))

/** Where nobody else is the patient, whoever says "I" near a medicine is; a crowd, an advert or the news has no author. */
function selfIn({ cues, tokens }: Post, someone: boolean): Cue | undefined {
  const self = cuesOf(cues, 'patient.self').find(
    (cue) => !saidOfAnother(cue, tokens.words) && !(someone && onlyMuses(cue, tokens.words)),
  )
  if (self || someone) return self
  if (cuesOf(cues, 'patient.helper').some(({ from }) => authors.has(tokens.words[from] ?? '')))
    return undefined
  return cuesOf(cues, 'first_person').find((cue) => near(tokens, cue))
}

/** Where someone else is the patient, the author is one too only by a word of their own: "me and my husband". */
function authorCounts(self: Cue, patients: readonly FoundPatient[], tokens: Tokens): boolean {
  if (patients.length === 0) return true
  const overlapping = patients.some((known) => self.from <= known.to && self.to >= known.from)
  if (tokens.words[self.from] === 'me' || tokens.words[self.to - 1] === 'me') return true
  return !overlapping && tokens.sentence[self.from] !== tokens.sentence[patients[0]?.from ?? -1]
}

function author(self: Cue, post: Post, alone: boolean): FoundPatient {
  const found = patientOf(self, null, alone ? post : { ...post, ages: [] }, 0)
  const first = cuesOf(post.cues, 'first_person').find((cue) => cue.from >= self.from && cue.to <= self.to)
  const near = alone ? post.ages.find((age) => isNear(age, self, post.tokens)) : undefined
  const own = near ?? (alone ? post.ages.find((age) => age.years >= 10) : undefined)
  return {
    ...found,
    ...(own ? { age: own.age, sex: found.sex ?? own.sex, old: own.years >= 65 } : {}),
    child: own !== undefined && own.years < 18 && isNow(own, post.tokens),
    label: 'author',
    from: first?.from ?? self.from,
    to: first?.to ?? self.to,
  }
}

/** "I'm fifteen", "15F": the writer is a child now, not "when I was nine" or "il y a dix ans". */
const present =
  /(?:^|[^\p{L}])(?:im|i'm|i am|bin|j'ai|jai|ho|tengo|tenho|ik ben) ?(?:only|just|erst|solo|só|pas)? ?$/u

function isNow(age: Age, tokens: Tokens): boolean {
  return age.sex !== null || present.test(tokens.folded.text.slice(Math.max(0, age.at - 16), age.at))
}

const impersonal = ['advert', 'news', 'crowd', 'quoted'] as const

/** An age alone ("29F, 3 weeks combined pill") is a patient; so is the writer of "day 3 of it and my jaw aches", where "I" is left out. */
function unnamed({ tokens, cues, ages }: Post): FoundPatient[] {
  const age = ages[0]
  const at = age ? tokens.end.findIndex((end) => end > age.at) : -1
  if (age && at >= 0 && near(tokens, { section: '', note: '', from: at, to: at + 1 })) {
    const from = tokens.end.findIndex((end) => end > age.from)
    const to = tokens.start.findIndex((start) => start >= age.to)
    const told = { from, to: Math.max(at + 1, to < 0 ? tokens.words.length : to) }
    return [
      { label: age.age, age: age.age, sex: age.sex, ...told, child: age.years < 18, old: age.years >= 65 },
    ]
  }
  const taken = cuesOf(cues, 'patient.elided')[0]
  if (!taken || impersonal.some((section) => cuesOf(cues, section).length > 0)) return []
  const { from, to } = taken
  return [{ label: 'author', age: null, sex: null, from, to, child: false, old: false }]
}

function patientOf(cue: Cue, sex: PatientMention['sex'], post: Post, n: number): FoundPatient {
  const { cues, tokens } = post
  const age = post.ages.find((age) => isNear(age, cue, tokens))
  const label = tokens.words.slice(cue.from, cue.to).join(' ') + (n ? ` ${n}` : '')
  const says = (section: string): boolean => cuesOf(cues, section).some((other) => overlaps(other, cue))
  return {
    label,
    age: age?.age ?? null,
    sex: age?.sex ?? sex,
    from: cue.from,
    to: cue.to,
    child: age ? age.years < 18 : says('patient.child'),
    old: age ? age.years >= 65 : says('patient.old'),
  }
}
