import type { PatientMention } from '@hark/domain'

type Sex = PatientMention['sex']
/** A sex said beside an age, and from where to where the two reach in the folded text. */
export type SaidSex = { sex: Sex; from: number; to: number }

const adjectives = {
  female: 'female|weiblich|femenin[ao]|feminin[ao]?|femminile',
  male: 'male|mannlich|maennlich|masculin[ao]?|maschile|mannelijk',
}
const nouns = {
  female:
    'woman|lady|girl|mother|mum|mom|frau|dame|madchen|mutter|femme|fille|mere|mujer|chica|nina|madre|donna|ragazza|bambina|vrouw|meisje|moeder|mulher|menina|mae',
  male: 'man|guy|gentleman|boy|father|dad|mann|vater|homme|garcon|pere|hombre|chico|nino|padre|uomo|ragazzo|bambino|jongen|vader|homem|menino|pai',
}
const letters: Readonly<Record<string, Sex>> = { f: 'female', w: 'female', v: 'female', m: 'male' }
const allAdjectives = `${adjectives.female}|${adjectives.male}`
const allNouns = `${nouns.female}|${nouns.male}`
const isFemale = new RegExp(`^(?:${adjectives.female}|${nouns.female})$`)

/** "woman, 45", "donna di 45 anni", "m(45)", "(f, 45)". */
const beforeAge = new RegExp(
  `(?<![\\p{L}\\p{N}])(${allAdjectives}|${allNouns})(?: de| di| van| von)?[ ,:(/-]{0,3}$|(?:^|[\\s([,;])([fmwv])[ ,:(/]{0,2}$`,
  'u',
)
/** "45 year old man", "34 Jahre, weiblich", "27/f"; "4 w adhd" is with, so `w` wants its comma. */
const afterAge = new RegExp(
  `^(?:[ ,/(-]{0,3}(${allAdjectives})|[ -](${allNouns}))(?![\\p{L}\\p{N}])|^(?: ?[,/] ?| )([fm])(?![\\p{L}\\p{N}'/])|^(?: ?[,/] ?([wv])(?=[ )\\],.]|$)|([wv])(?=[)\\]]))`,
  'u',
)

export const sexOf = (said: string | undefined): Sex =>
  said === undefined ? null : (letters[said] ?? (isFemale.test(said) ? 'female' : 'male'))

/** The sex in the words or the letter that stand beside an age at `from` … `to`; null where none does. */
export function sexBeside(text: string, from: number, to: number): SaidSex | null {
  const tail = afterAge.exec(text.slice(to, to + 24))
  if (tail) return { sex: sexOf(tail.slice(1).find(Boolean)), from, to: to + tail[0].length }
  const start = Math.max(0, from - 24)
  const lead = beforeAge.exec(text.slice(start, from))
  if (!lead) return null
  const said = lead[1] ?? lead[2]
  return { sex: sexOf(said), from: start + lead.index + lead[0].indexOf(said ?? ''), to }
}

/** Figures that are an age only by the sex beside them: "27 female", "male, 45", "f/27", "m(45)", "I'm F45", "(f27)". */
export const sexedAges: readonly RegExp[] = [
  `(?<![\\p{L}\\p{N}.,/])(?<age>\\d{2})[ ,/-]{1,2}(?:${allAdjectives})(?![\\p{L}\\p{N}])(?! \\p{L}+s\\b)`,
  `(?<![\\p{L}\\p{N}])(?:${allAdjectives})[ ,:(/]{1,3}(?<age>\\d{2})(?![\\d.,/:]\\d)`,
  `(?<![\\p{L}\\p{N}])(?:${allNouns})[ ,:(/]{1,3}(?<age>\\d{2})(?= ?[,:;.)\\]]|$)(?![.,]\\d)`,
  '(?<![\\p{L}\\p{N}.,/])(?<age>\\d{2})/[fm](?![\\p{L}\\p{N}/])',
  "(?<![\\p{L}\\p{N}'.])[fm][(/](?<age>\\d{2})(?![\\p{L}\\p{N}/])",
  "(?:i'?m|i am|je suis|bin|sono|soy|sou|ben) [fmwv][ ,/]{0,2}(?<age>\\d{2})(?![\\p{L}\\p{N}/])",
  '(?:^|[([,]) ?[fmwv][ ,/]{0,2}(?<age>\\d{1,3}) ?[)\\],:]',
  '[([,] ?(?<age>\\d{1,3})[ ,/]{0,2}[fmwv] ?[)\\],]',
].map((source) => new RegExp(source, 'dgu'))
