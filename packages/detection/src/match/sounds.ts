import anyAscii from 'any-ascii'

/** Replacements, in order. */
export type Rewriting = readonly (readonly [RegExp, string])[]

/** A word as it sounds: its consonants, and the vowels before, between and after them: one place more than there are consonants. */
export type Sounds = { consonants: string; vowels: string[] }

/** How a script writes foreign names: what it does not tell apart, and the vowels it adds between consonants or leaves out. */
export type Hearing = {
  alike: readonly string[]
  added: RegExp | null
  /** What it costs that a vowel is not written, and that i stands for e or u for o. */
  leftOut: number
  near: number
  /** Letters read otherwise than letter by letter, before all else. */
  letters?: Rewriting
}

/** Consonants that some script writes with one letter. */
const classes: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...'bpfv'].map((letter) => [letter, 'P'])),
  ...Object.fromEntries([...'tdszcj'].map((letter) => [letter, 'T'])),
  ...Object.fromEntries([...'kgh'].map((letter) => [letter, 'K'])),
  ...Object.fromEntries([...'lr'].map((letter) => [letter, 'R'])),
  ...Object.fromEntries([...'mn'].map((letter) => [letter, 'N'])),
}

const spellings: Rewriting = [
  [/ph/g, 'f'],
  [/([tr])h/g, '$1'],
  [/s?ch(?=[lro])/g, 'k'],
  [/x/g, 'ks'],
  [/sch|sh/g, 's'],
  [/ch/g, 'j'],
  [/c(?=[eiy])/g, 's'],
  [/qu/g, 'ku'],
  [/[cq]/g, 'k'],
  [/w/g, 'v'],
  [/y/g, 'i'],
]
/** What some languages pronounce otherwise: quetiapine as kv…, lamotrigine with a j, paracetamol with a k, hydro… without its h. */
const otherwise: Rewriting = [
  [/qu/g, 'kv'],
  [/g(?=[eiy])/g, 'j'],
  [/c(?=[eiy])/g, 'k'],
  [/^h/, ''],
]
const romanisations: Rewriting = [
  [/kh/g, 'h'],
  [/dzh/g, 'j'],
  [/shch|sh/g, 's'],
  [/zh/g, 'z'],
  [/ch/g, 'c'],
  [/ph/g, 'f'],
  [/([bdgt])h/g, '$1'],
  [/ts/g, 's'],
  [/ng(?=[a-z])/g, 'n'],
  [/x/g, 'ks'],
  [/q/g, 'k'],
  [/w/g, 'v'],
  [/y/g, 'i'],
]

function soundsOf(letters: string): Sounds {
  const plain = letters.replace(/([^aeiou])\1+/g, '$1')
  const vowels = plain.split(/[^aeiou]/)
  return { consonants: plain.replace(/[aeiou]/g, ''), vowels }
}

const replaced = (word: string, by: Rewriting): string =>
  by.reduce((letters, [from, to]) => letters.replace(from, to), word)

/** A folded Latin name as it is pronounced here or there. */
export function soundsOfName(name: string): Sounds[] {
  const ways = new Set([name])
  for (const [from, to] of otherwise) for (const way of [...ways]) ways.add(way.replace(from, to))
  return [...ways].map((way) => soundsOf(replaced(way, spellings)))
}

/** A word of another script by its romanisation, letter by letter. */
export const soundsOfWord = (word: string, { letters = [] }: Hearing): Sounds =>
  soundsOf(replaced(anyAscii(replaced(word, letters)).toLowerCase(), romanisations).replace(/[^a-z]/g, ''))

/** Words that may be the same name have the same key. */
export const soundKey = ({ consonants }: Sounds): string =>
  [...consonants].map((letter) => classes[letter] ?? letter).join('')

const neighbours = ['ei', 'ie', 'ou', 'uo', 'ae', 'ea', 'ao', 'oa']

function vowelCost(said: string, heard: string, { added, leftOut, near }: Hearing): number {
  if (said === heard) return 0
  if (said === '') return added?.test(heard) ? 0.03 : 0.5
  if (heard === '') return leftOut
  const within = [heard.startsWith(said), heard.endsWith(said), said.startsWith(heard), said.endsWith(heard)]
  if (within.includes(true)) return 0.1
  return neighbours.includes(said + heard) ? near : 0.5
}

/** Names end as each language declines them: one vowel more, less or other says little. */
const endCost = (said: string, heard: string, hearing: Hearing): number =>
  said !== heard && said.length <= 1 && heard.length <= 1 ? 0.03 : vowelCost(said, heard, hearing)

/** How far a word is from a name of the same key; 0 is the same in every letter. */
export function distance(name: Sounds, word: Sounds, hearing: Hearing): number {
  let sum = endCost(name.vowels.at(-1) ?? '', word.vowels.at(-1) ?? '', hearing)
  for (let i = 0; i < name.consonants.length; i++) {
    const pair = [name.consonants[i], word.consonants[i]].sort().join('')
    if (pair[0] !== pair[1]) sum += hearing.alike.includes(pair) ? 0.01 : 0.8
    sum += vowelCost(name.vowels[i] ?? '', word.vowels[i] ?? '', hearing)
  }
  return sum
}
