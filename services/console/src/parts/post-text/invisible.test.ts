import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hidesSomething, pieces } from './invisible.ts'

const chips = (text: string) => pieces(text).flatMap((p) => (p.kind === 'chip' ? [p.label] : []))

test.each([
  ['plain words', []],
  ['Zol\u200bvara', ['ZWSP']],
  ['a\u202etxt\u202c', ['RLO', 'PDF']],
  ['\ufeffstart', ['BOM']],
  ['tag\u{e0041}', ['U+E0041']],
  ['nul\u0000', ['U+0000']],
  ['line\nbreak\ttab', []],
  ['family 👨‍👩‍👧 heart ❤️', []],
  ['می‌خواهم', []],
  ['ab\u200cde', ['ZWNJ']],
  ['क्‍ष', []],
  [`z${'\u0335'.repeat(12)}`, ['z +12']],
  ['e\u0301te\u0301', []],
])('%j shows the chips %j', (text, expected) => {
  expect(chips(text)).toEqual(expected)
})

test('nothing of any text is lost, doubled or moved', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      let at = 0
      for (const piece of pieces(text)) {
        expect(piece.start).toBe(at)
        if (piece.kind === 'text') expect(text.slice(piece.start, piece.end)).toBe(piece.text)
        at = piece.end
      }
      expect(at).toBe(text.length)
    }),
  )
})

test('text without chips is one piece', () => {
  expect(pieces('my mum')).toEqual([{ kind: 'text', start: 0, end: 6, text: 'my mum' }])
  expect(hidesSomething('my mum')).toBe(false)
})
