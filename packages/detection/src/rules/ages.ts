import { type SaidSex, sexBeside, sexedAges, sexOf } from './sexes.ts'

/** An age as written: `at` is its place in the folded text, `from` … `to` that with the word or letter of a sex beside it. */
export type Age = { at: number; age: string; years: number } & SaidSex
type BareAge = Omit<Age, keyof SaidSex>

const years = '(?:years?|yrs?|yo|y ?[/.]?o|jahre|jahrige[nrs]?|ans|anos|anni|jaar|jarige?)'
const numberWords: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
)
const spelt = [...numberWords.keys()].slice(1).join('|')
const agePattern = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d{1,3}|(?:${spelt})(?=[ -](?:year|month|week|day)s?[ -]old))(?:[ -]?(months?|mos?|weeks?|wks?|days?|monate?|mois|meses|mesi|maanden|${years})(?:[ -]?olds?| alte?[nrs]?| de idade| oude?)?(?![\\p{L}])|[ -]?([fm])(?![\\p{L}\\p{N}]))`,
  'gu',
)
const bracketAge = /[([,] ?(\d{1,3}) ?[)\],]/g
const measured =
  '(?! ?(?:w|wk|wks|weeks?|wochen|weken|mo|months?|monate|maanden|days?|tage?n?|dagen|jahre?n?|jaar|stunden|uur|minuten|mal|keer|ssw|lbs?|kg|kilos?|hours?|hrs?|h|mg|mcg|ml|minutes?|mins?|st|stone|pounds?|%|nd|th|rd|miles|units|in|out|for|times|shots|doses|pills|tablets|years? (?:on|in|into|clean|sober|out|post|ago|later)|cm|ft)\\b)(?![\\d/:.,]\\d)'
const kin =
  'son|daughter|boy|girl|kid|child|lad|lass|baby|toddler|niece|nephew|grandson|granddaughter|mum|mom|mother|dad|father|nan|gran|grandma|grandad|grandpa|husband|wife|sister|brother|partner|patient|friend|sohn|tochter|mutter|vater|mann|frau|oma|opa|bruder|schwester|zoon|dochter|moeder|vader|man|vrouw|broer|zus'
/** "aged four", "she's 9", "I'm 47 with three kids", "at nineteen": an age without its unit. */
const bareAge = new RegExp(
  `\\b(?:aged?|age of|at age|im|i'm|i am|i was|(?:s?he)(?:'?s| is| was)|ich bin|ik ben|(?:${kin}) (?:is|was|turned|ist|war|wird|van))(?: only| just| nearly| now| erst| schon| pas)? (\\d{1,3}|${spelt})\\b${measured}`,
  'g',
)
const decade = /\bin (?:my|his|her|their) (?:early |mid |late |mid-)?([2-9]0)['’]?s\b/g

function ageIn(unit: string | undefined, value: number): number {
  if (!unit) return value
  if (/^(?:mo|mois|mes|monat|maand)/.test(unit)) return value / 12
  if (/^(?:w|wk)/.test(unit)) return value / 52
  return /^d/.test(unit) ? value / 365 : value
}

const digitAt = (hit: RegExpExecArray): number => hit.index + hit[0].search(/\d/)

/** A post of more is a list, and every one is held against every patient. */
const mostAges = 30

/** Most posts tell no age: one look saves four searches. */
const mayTell = new RegExp(`\\d|\\baged? |[sm] (?:${spelt})\\b|(?:${spelt})[ -](?:year|month|week|day)`)

const plausible = (value: number): boolean => value > 0 && value <= 110

/** Every age the folded text states, gestations and durations left out. */
export function findAges(text: string): Age[] {
  if (!mayTell.test(text)) return []
  const found = [
    ...[...datedAges(text), ...bracketAges(text)].filter((age) => isAge(text, age)),
    ...unmarkedAges(text),
  ]
  const apart = new Map(found.toReversed().map((age) => [age.at, age]))
  return [...apart.values()]
    .reverse()
    .slice(0, mostAges)
    .map((age) => withSex(text, age))
}

function withSex(text: string, age: BareAge): Age {
  const to = age.at + age.age.length
  const letter = /\d[ -]?([fm])$/.exec(age.age)?.[1]
  if (letter) return { ...age, sex: sexOf(letter), from: age.at, to }
  return { ...age, ...(sexBeside(text, age.at, to) ?? { sex: null, from: age.at, to }) }
}

function datedAges(text: string): BareAge[] {
  const ages: BareAge[] = []
  for (const hit of text.matchAll(agePattern)) {
    const value = numberWords.get(hit[1] ?? '') ?? Number(hit[1])
    if (value > 120 && !hit[2]) continue
    ages.push({ at: hit.index, age: hit[0].trim(), years: ageIn(hit[2], value) })
  }
  return ages
}

function bracketAges(text: string): BareAge[] {
  const ages: BareAge[] = []
  for (const hit of text.matchAll(bracketAge)) {
    const value = Number(hit[1])
    if (plausible(value)) ages.push({ at: digitAt(hit), age: String(value), years: value })
  }
  return ages
}

function unmarkedAges(text: string): BareAge[] {
  const ages: BareAge[] = []
  for (const pattern of sexedAges)
    for (const { groups: { age = '' } = {}, indices } of text.matchAll(pattern)) {
      const at = indices?.groups?.age?.[0]
      if (at !== undefined && plausible(Number(age))) ages.push({ at, age, years: Number(age) })
    }
  for (const hit of text.matchAll(bareAge)) {
    const said = hit[1] ?? ''
    const value = numberWords.get(said) ?? Number(said)
    if (plausible(value)) ages.push({ at: hit.index + hit[0].length - said.length, age: said, years: value })
  }
  for (const hit of text.matchAll(decade)) {
    const said = hit[0].slice(hit[0].indexOf(hit[1] ?? ''))
    ages.push({ at: hit.index + hit[0].length - said.length, age: said, years: Number(hit[1]) })
  }
  return ages
}

/** Gestation ("8 weeks pregnant") and durations ("for 2 years", "2 years ago") are no ages. */
function isAge(text: string, age: BareAge): boolean {
  const before = text.slice(Math.max(0, age.at - 8), age.at)
  const after = text.slice(age.at + age.age.length, age.at + age.age.length + 12)
  // "Ha 60 anni" is Italian for an age, "ha 2 anos" Portuguese for two years ago.
  if (/(?<!\p{L})ha $/u.test(before)) return age.age.endsWith('anni')
  if (
    /(?<!\p{L})(?:for|since|past|last|after|in|over|seit|depuis|durante|hace|da|per|al|desde) $/u.test(before)
  )
    return false
  if (/^ ?(?:pregnant|ago|on|now|of|later|into|clean|sober|off|without|post|schwanger|enceinte)/.test(after))
    return /old|y ?[/.]?o/.test(age.age)
  // "hija de 8 meses", "fils de 13 mois": what is so many months old is a child, what lasts so long is not said with "de".
  if (/(?:^|[^\p{L}])(?:de|di|von|van) $/u.test(before)) return true
  return /old|y ?[/.]?o|\dy|[fm]$|^\d+$|alt|jahrig|jarig|anni|ans|anos|jaar/.test(age.age)
}
