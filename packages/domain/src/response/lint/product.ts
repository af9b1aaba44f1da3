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
  const plain = undisguise(text)
  const found: NamedProduct[] = []
  for (const [letters, name] of byLetters(names)) {
    for (const match of patternsOf(letters).flatMap((p) => [...plain.text.matchAll(p)])) {
      const start = plain.from[match.index] ?? 0
      const last = plain.from[match.index + match[0].length - 1] ?? start
      const end = last + String.fromCodePoint(text.codePointAt(last) ?? 0).length
      if (!found.some((f) => f.start <= start && end <= f.end)) found.push({ name, start, end })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Names by their bare letters: `#Zolvara` and `zolvara` are one. */
function byLetters(names: readonly string[]): Map<string, string> {
  const bare = (name: string) => undisguise(name).text.replace(/[^\p{L}\p{N}]/gu, '')
  return new Map(names.map((name) => [bare(name), name] as const).filter(([letters]) => letters !== ''))
}

const digitsFor: Record<string, string> = {
  o: '[o0]',
  i: '[i1l|!]',
  l: '[l1i|]',
  e: '[e3]',
  a: '[a4@]',
  s: '[s5$]',
  t: '[t7]',
  b: '[b8]',
  g: '[g9]',
}

/** Long names also inside other words (a German compound, a plural); short ones only standing alone. */
function patternsOf(letters: string): RegExp[] {
  const classes = Array.from(letters, (c) => digitsFor[c] ?? c)
  const apart = classes.join('[^\\p{L}\\p{N}]{0,3}')
  const alone = new RegExp(`(?<![\\p{L}\\p{N}])${apart}(?![\\p{L}\\p{N}])`, 'gu')
  return classes.length >= 5 ? [new RegExp(classes.join(''), 'gu'), alone] : [alone]
}
