import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeInvisible, hiddenCharacter, nameOfCharacter } from './escape.ts'

test.each([
  ['plain text, with\na line', 'plain text, with\na line'],
  ['Grüße – „ça va“ €', 'Grüße – „ça va“ €'],
  ['Zol\u200bvara', 'Zol⟨U+200B ZERO WIDTH SPACE⟩vara'],
  ['safe\u202eelbissop ton', 'safe⟨U+202E RIGHT-TO-LEFT OVERRIDE⟩elbissop ton'],
  ['\u2066x\u2069', '⟨U+2066 LEFT-TO-RIGHT ISOLATE⟩x⟨U+2069 POP DIRECTIONAL ISOLATE⟩'],
  ['a\u00a0b\u3000c', 'a⟨U+00A0 NO-BREAK SPACE⟩b⟨U+3000 IDEOGRAPHIC SPACE⟩c'],
  ['a\tb\rc\u0000d', 'a⟨U+0009⟩b⟨U+000D⟩c⟨U+0000⟩d'],
  ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
  ['half\ud800', 'half⟨U+D800⟩'],
  ['soft\u00adhyphen', 'soft⟨U+00AD SOFT HYPHEN⟩hyphen'],
  ['a forged ⟨U+200B⟩', 'a forged ⟨U+27E8⟩U+200B⟩'],
])('%j is shown as %j', (text, shown) => expect(escapeInvisible(text)).toBe(shown))

const anything = fc.string({ unit: 'binary', maxLength: 40 })

test('nothing hidden is left, and different texts never look the same', () => {
  fc.assert(
    fc.property(anything, anything, (a, b) => {
      const shown = escapeInvisible(a)
      expect(hiddenCharacter.test(shown)).toBe(false)
      if (a !== b) expect(shown).not.toBe(escapeInvisible(b))
    }),
    { numRuns: 1000 },
  )
})

test('what is spelled out can be read back', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const back = escapeInvisible(text).replace(/⟨U\+([0-9A-F]+)[^⟩]*⟩/gu, (_, hex: string) =>
        String.fromCodePoint(Number.parseInt(hex, 16)),
      )
      expect(back).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('a character without a common name is named by its number', () => {
  expect(nameOfCharacter('\u{e0020}')).toBe('U+E0020')
})
