import type { Product } from '@hark/domain'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileMatcher } from './matcher.ts'

const product = (id: string, brand: string, substance: string, names: Product['names'] = []): Product => ({
  id,
  group: id,
  brand,
  substance,
  own: true,
  names,
})

const products = [
  product('zorvex', 'Zorvex', 'zorvexin', [
    { name: 'zorvx', kind: 'misspelling' },
    { name: 'Zorvex XR', kind: 'brand' },
    { name: 'z-bombs', kind: 'slang' },
  ]),
  product('spring', 'Spring', 'vernalimab', [{ name: 'Spring', kind: 'brand', ambiguous: true }]),
  product('planb', 'Plan B', 'levonorgestrel', [{ name: 'Plan B', kind: 'brand', ambiguous: true }]),
  product('tako', '薬子', 'tacomycin'),
]
const match = compileMatcher(products)
const found = (text: string): string[] => match(text).map(({ product, text }) => `${product.id}:${text}`)

describe('matching', () => {
  test.each<[string, string[]]>([
    ['took Zorvex today', ['zorvex:Zorvex']],
    ['ZORVEXIN and zorvx', ['zorvex:ZORVEXIN', 'zorvex:zorvx']],
    ['zorvex xr is worse than zorvex', ['zorvex:zorvex xr', 'zorvex:zorvex']],
    ['zorvex20mg', ['zorvex:zorvex']],
    ["Zorvex's rash, two zorvexes", ['zorvex:Zorvex', 'zorvex:zorvex']],
    ['Zorvextabletten helfen', ['zorvex:Zorvex']],
    ['#zorvex #TeamZorvexSucks @ZorvexHelp', ['zorvex:zorvex', 'zorvex:Zorvex', 'zorvex:Zorvex']],
    ['ゾルZorvexを飲んだ', ['zorvex:Zorvex']],
    ['今日は薬子を飲んだ', ['tako:薬子']],
    ['z-bombs z bombs zbombs', ['zorvex:z-bombs', 'zorvex:z bombs', 'zorvex:zbombs']],
    ['z0rv3x and Z.o.r.v.e.x and z o r v e x', ['zorvex:z0rv3x', 'zorvex:Z.o.r.v.e.x', 'zorvex:z o r v e x']],
    ['azorvex zorvexology', []],
    ['', []],
  ])('%j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test.each<[string, string[]]>([
    ['Spring is here, flowers everywhere', []],
    ['my doctor put me on Spring 20 mg', ['spring:Spring']],
    ['Spring gave me a headache, side effects suck', ['spring:Spring']],
    ['time for plan B', []],
    ['took plan b pill last night', ['planb:plan b']],
    ['Spring and Zorvex together', ['spring:Spring', 'zorvex:Zorvex']],
  ])('an ambiguous name needs medicine context: %j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  test('a substance of two products names both', () => {
    const both = compileMatcher([product('a', 'Aaabrand', 'sharedine'), product('b', 'Bbbrand', 'sharedine')])
    expect(both('sharedine').map(({ product }) => product.id)).toEqual(['a', 'b'])
  })

  const invisible = fc.constantFrom(
    '\u200b',
    '\u200d',
    '\u2060',
    '\ufeff',
    '\u00ad',
    '\u202e',
    '\ufe0f',
    '\u{e0061}',
    '\u0336',
  )
  const doubles: Record<string, string[]> = {
    z: ['z', 'Z', 'ｚ', '𝐳', 'ᴢ', 'Ζ'],
    o: ['o', 'O', 'о', 'ο', 'օ', 'ö'],
    r: ['r', 'R', 'г', 'ʀ', '𝗿'],
    v: ['v', 'V', 'ѵ', 'ν', 'ⅴ'],
    e: ['e', 'E', 'е', 'é', '𝚎', 'ɛ'],
    x: ['x', 'X', 'х', 'χ', 'ｘ'],
  }
  test('hidden in any look-alikes and invisible characters, it is found and shown as written', () => {
    const letters = fc.tuple(
      ...[...'zorvex'].map((letter) => fc.constantFrom(...(doubles[letter] ?? [letter]))),
    )
    const between = fc.array(fc.array(invisible, { maxLength: 2 }), { minLength: 5, maxLength: 5 })
    fc.assert(
      fc.property(
        letters,
        between,
        fc.constantFrom('', 'took ', '😀 '),
        fc.constantFrom('', ' today', '!'),
        (word, gaps, before, after) => {
          const written = word.map((letter, i) => letter + (gaps[i] ?? []).join('')).join('')
          const text = before + written + after
          const [hit] = match(text)
          expect(hit?.product.id).toBe('zorvex')
          expect(text.slice(hit?.start, hit?.end)).toBe(hit?.text)
          expect(written.startsWith(hit?.text ?? '?')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
