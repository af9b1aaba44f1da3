import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, unfold } from './fold.ts'

describe('folding', () => {
  test.each([
    ['Zorvex', 'zorvex'],
    ['ｚｏｒｖｅｘ', 'zorvex'],
    ['𝓩𝓸𝓻𝓿𝓮𝔁', 'zorvex'],
    ['Zоrvех', 'zorvex'],
    ['ᴢᴏʀᴠᴇx', 'zorvex'],
    ['Zo\u200brv\u2060ex', 'zorvex'],
    ['Z̶o̶r̶v̶e̶x̶', 'zorvex'],
    ['\u202eZorvex\u202c', 'zorvex'],
    ['🅉🄾🅁🅅🄴🅇', 'zorvex'],
    ['Übelkeit', 'ubelkeit'],
    ['Straße', 'strasse'],
    ['œdème', 'oedeme'],
    ['don’t', "don't"],
    ['Z\u{e0041}orvex', 'zorvex'],
  ])('%j is read as %j', (written, read) => {
    expect(fold(written).text).toBe(read)
  })

  test('plain text costs no map', () => {
    expect(fold('Took Zorvex today').map).toBeNull()
  })

  test('an offset leads back to the character it came from, marks included', () => {
    const folded = fold('a\u200bZ̶o̶!')
    const { start, end } = unfold(folded, 1, 3)
    expect(folded.original.slice(start, end)).toBe('Z̶o̶')
  })

  test('any folded range unfolds to a range of the original', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(), fc.nat(), (text, a, b) => {
        const folded = fold(text)
        const from = a % (folded.text.length + 1)
        const to = from + (b % (folded.text.length - from + 1))
        const { start, end } = unfold(folded, from, to)
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeLessThanOrEqual(text.length)
        expect(end).toBeGreaterThanOrEqual(start)
      }),
      { numRuns: 500 },
    )
  })

  test('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const once = fold(text).text
        expect(fold(once).text).toBe(once)
      }),
      { numRuns: 3000 },
    )
  })
})
