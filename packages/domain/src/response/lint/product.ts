import { countryCode } from '../regulator.ts'
import { block, type LintContext, type LintFinding, type LintRule, warn } from './lint-input.ts'
import { undisguise } from './plain-text.ts'

/** R1: no product, substance, hashtag or other promotional mark. Advertising a prescription medicine to the public is
 * banned in the EU, the UK and nearly everywhere; where all that is concerned is the US, it goes to MLR. */
export const productRule: LintRule = (c) => {
  const fix = 'Take the name out; speak of “the medicine” or say nothing of it.'
  const report = onlyUnitedStates(c) ? warn : block
  const names = productsIn(c.text, c.products).map(({ name, start, end }) =>
    report('R1', `Names a product or substance: “${name}”.`, fix, { start, end }),
  )
  return [...names, ...marks(c.text)]
}

function onlyUnitedStates(c: LintContext): boolean {
  const all = [...c.markets, ...(c.authorCountry ? [c.authorCountry] : [])]
  return all.length > 0 && all.every((country) => countryCode(country) === 'US')
}

function marks(text: string): LintFinding[] {
  const hashtags = Array.from(text.matchAll(/[#＃][\p{L}\p{N}_]+/gu), (m) =>
    block('R1', 'Holds a hashtag.', 'Take the hashtag out.', place(m)),
  )
  const pictures = Array.from(
    text.matchAll(
      /(?:\p{Extended_Pictographic}|\p{Regional_Indicator})[\u200d\ufe0f\p{Emoji_Modifier}\p{Extended_Pictographic}\p{Regional_Indicator}]*/gu,
    ),
    (m) => block('R1', 'Holds an emoji or a trade mark sign.', 'Take it out.', place(m)),
  )
  return [...hashtags, ...pictures]
}

const place = (m: RegExpExecArray) => ({ start: m.index, end: m.index + m[0].length })

export type NamedProduct = { name: string; start: number; end: number }

/** Where a text names a product, whatever its case, accents, hidden characters, look-alike digits or stray separators. */
export function productsIn(text: string, names: readonly string[]): NamedProduct[] {
  const signs = signsOf(text)
  const found: NamedProduct[] = []
  for (const [letters, name] of byLetters(names)) {
    for (const { first, last } of placesOf(Array.from(letters), signs)) {
      const start = signs[first]?.from ?? 0
      const lastFrom = signs[last]?.from ?? start
      const end = lastFrom + String.fromCodePoint(text.codePointAt(lastFrom) ?? 0).length
      if (!found.some((f) => f.start <= start && end <= f.end)) found.push({ name, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** One character of a text with its disguise undone, and where it came from. */
type Sign = { char: string; isLetter: boolean; from: number }

function signsOf(text: string): Sign[] {
  const { text: plain, from } = undisguise(text)
  const signs: Sign[] = []
  for (let at = 0; at < plain.length; at += signs.at(-1)?.char.length ?? 1) {
    const char = String.fromCodePoint(plain.codePointAt(at) ?? 0)
    signs.push({ char, isLetter: /[\p{L}\p{N}]/u.test(char), from: from[at] ?? 0 })
  }
  return signs
}

/** Names by their bare letters: `#Zolvara` and `zolvara` are one. */
function byLetters(names: readonly string[]): Map<string, string> {
  const bare = (name: string) => undisguise(name).text.replace(/[^\p{L}\p{N}]/gu, '')
  return new Map(names.map((name) => [bare(name), name] as const).filter(([letters]) => letters !== ''))
}

const lookAlikes: Record<string, string> = {
  o: '0',
  i: '1l|!',
  l: '1i|',
  e: '3',
  a: '4@',
  s: '5$',
  t: '7',
  b: '8',
  g: '9',
}
const standsFor = (sign: Sign | undefined, letter: string) =>
  sign !== undefined && (sign.char === letter || (lookAlikes[letter]?.includes(sign.char) ?? false))

/** Long names also inside other words (a German compound, a plural); short ones only standing alone. */
function placesOf(letters: string[], signs: Sign[]): { first: number; last: number }[] {
  const places: { first: number; last: number }[] = []
  for (let first = 0; first < signs.length; first++) {
    if (!standsFor(signs[first], letters[0] ?? '')) continue
    const within = letters.length >= 5 && letters.every((letter, i) => standsFor(signs[first + i], letter))
    const last = within ? first + letters.length - 1 : lastApart(letters, signs, first)
    if (last !== null) places.push({ first, last })
  }
  return places
}

const MOST_BETWEEN = 3

/** The last letter of a name that begins at `at` and stands alone, at most three separators between its letters; else null. */
function lastApart(letters: string[], signs: Sign[], at: number): number | null {
  if (signs[at - 1]?.isLetter) return null
  const from = (place: number, next: number): number | null => {
    if (next === letters.length) return signs[place + 1]?.isLetter ? null : place
    for (let at = place + 1; at <= place + 1 + MOST_BETWEEN; at++) {
      const last = standsFor(signs[at], letters[next] ?? '') ? from(at, next + 1) : null
      if (last !== null) return last
      if (signs[at]?.isLetter ?? true) return null // a letter that is none of the name's
    }
    return null
  }
  return from(at, 1)
}
