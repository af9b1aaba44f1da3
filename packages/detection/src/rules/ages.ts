import type { PatientMention } from '@hark/domain'

/** An age as written: `at` is its place in the folded text. */
export type Age = { at: number; age: string; years: number; sex: PatientMention['sex'] }

const years = '(?:years?|yrs?|yo|y ?[/.]?o|jahre|jahrigen?|jahriger?|jahrige|ans|anos|anni|jaar|jarige?)'
const numberWords: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'
    .split(' ')
    .map((word, value) => [word, value]),
)
const spelt = [...numberWords.keys()].slice(1).join('|')
const agePattern = new RegExp(
  `(?<![\\p{L}\\p{N}.])(\\d{1,3}|(?:${spelt})(?=[ -](?:year|month|week|day)s?[ -]old))(?:[ -]?(months?|mos?|weeks?|wks?|days?|monate?|mois|meses|mesi|maanden|${years})(?:[ -]?olds?| alt| de idade| oud)?(?![\\p{L}])|[ -]?([fm])(?![\\p{L}\\p{N}]))`,
  'gu',
)
const bracketAge = /[([,] ?(\d{1,3}) ?[)\],]/g
const sexLetter = /[([,] ?(?:(\d{1,3}) ?)?([fmw]) ?(\d{1,3})? ?[)\],]/g
const measured =
  '(?! ?(?:w|wk|wks|weeks?|mo|months?|days?|lbs?|kg|kilos?|hours?|hrs?|h|mg|mcg|ml|minutes?|mins?|st|stone|pounds?|%|nd|th|rd|miles|units|in|out|for|times|shots|doses|pills|tablets|years? (?:on|in|into|clean|sober|out|post|ago|later)|cm|ft)\\b)(?![\\d/:.,]\\d)'
const kin =
  'son|daughter|boy|girl|kid|child|lad|lass|baby|toddler|niece|nephew|grandson|granddaughter|mum|mom|mother|dad|father|nan|gran|grandma|grandad|grandpa|husband|wife|sister|brother|partner|patient|friend'
/** "aged four", "she's 9", "I'm 47 with three kids", "at nineteen": an age without its unit. */
const bareAge = new RegExp(
  `\\b(?:aged?|age of|at age|im|i'm|i am|i was|(?:s?he)(?:'?s| is| was)|(?:${kin}) (?:is|was|turned))(?: only| just| nearly| now)? (\\d{1,3}|${spelt})\\b${measured}`,
  'g',
)
const decade = /\bin (?:my|his|her|their) (?:early |mid |late |mid-)?([2-9]0)['’]?s\b/g

function ageIn(unit: string | undefined, value: number): number {
  if (!unit) return value
  if (/^(?:mo|mois|mes|monat|maand)/.test(unit)) return value / 12
  if (/^(?:w|wk)/.test(unit)) return value / 52
  return /^d/.test(unit) ? value / 365 : value
}

export const sexOf = (letter: string | undefined): PatientMention['sex'] =>
  letter === 'f' || letter === 'w' ? 'female' : letter === 'm' ? 'male' : null

const digitAt = (hit: RegExpExecArray): number => hit.index + hit[0].search(/\d/)

/** A post of more is a list, and every one is held against every patient. */
const mostAges = 30

/** Most posts tell no age: one look saves four searches. */
const mayTell = new RegExp(`\\d|\\baged? |[sm] (?:${spelt})\\b|(?:${spelt})[ -](?:year|month|week|day)`)

/** Every age the folded text states, gestations and durations left out. */
export function findAges(text: string): Age[] {
  const ages: Age[] = []
  if (!mayTell.test(text)) return ages
  const plausible = (value: number): boolean => value > 0 && value <= 110
  for (const hit of text.matchAll(agePattern)) {
    const value = numberWords.get(hit[1] ?? '') ?? Number(hit[1])
    if (value > 120 && !hit[2]) continue
    ages.push({ at: hit.index, age: hit[0].trim(), years: ageIn(hit[2], value), sex: sexOf(hit[3]) })
  }
  for (const hit of text.matchAll(bracketAge)) {
    const value = Number(hit[1])
    if (plausible(value)) ages.push({ at: digitAt(hit), age: String(value), years: value, sex: null })
  }
  for (const hit of text.matchAll(sexLetter)) {
    const value = Number(hit[1] ?? hit[3] ?? 0)
    if (plausible(value))
      ages.push({ at: digitAt(hit), age: String(value), years: value, sex: sexOf(hit[2]) })
  }
  return [...ages.filter((age) => isAge(text, age)), ...unmarkedAges(text)].slice(0, mostAges)
}

function unmarkedAges(text: string): Age[] {
  const ages: Age[] = []
  for (const hit of text.matchAll(bareAge)) {
    const said = hit[1] ?? ''
    const value = numberWords.get(said) ?? Number(said)
    if (value > 0 && value <= 110)
      ages.push({ at: hit.index + hit[0].length - said.length, age: said, years: value, sex: null })
  }
  for (const hit of text.matchAll(decade)) {
    const said = hit[0].slice(hit[0].indexOf(hit[1] ?? ''))
    ages.push({ at: hit.index + hit[0].length - said.length, age: said, years: Number(hit[1]), sex: null })
  }
  return ages
}

/** Gestation ("8 weeks pregnant") and durations ("for 2 years", "2 years ago") are no ages. */
function isAge(text: string, age: Age): boolean {
  const before = text.slice(Math.max(0, age.at - 8), age.at)
  const after = text.slice(age.at + age.age.length, age.at + age.age.length + 12)
  if (/(?:for|since|past|last|after|in|over|seit|depuis|durante|hace|da|per|al|desde|ha) $/.test(before))
    return false
  if (/^ ?(?:pregnant|ago|on|now|of|later|into|clean|sober|off|without|post|schwanger|enceinte)/.test(after))
    return /old|y ?[/.]?o/.test(age.age)
  // "hija de 8 meses", "fils de 13 mois": what is so many months old is a child, what lasts so long is not said with "de".
  if (/(?:^|[^\p{L}])(?:de|di|von|van) $/u.test(before)) return true
  return /old|y ?[/.]?o|\dy|[fm]$|^\d+$|alt|jahrig|jarig|anni|ans|anos|jaar/.test(age.age)
}
