import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findWords, segment, wholeWords } from './segment.ts'

const mark = (start: number, end: number, id = 'm') => ({ start, end, id, kind: 'event' })

test('overlapping marks are cut at every border', () => {
  const cut = segment('my mum died', [mark(0, 6, 'a'), mark(3, 11, 'b')])
  expect(cut.map((s) => [s.text, s.marks.map((m) => m.id).join('')])).toEqual([
    ['my ', 'a'],
    ['mum', 'ab'],
    [' died', 'b'],
  ])
})

test('marks outside the text are clipped and empty ones dropped', () => {
  expect(
    segment('abc', [mark(-4, 1), mark(2, 99), mark(1, 1), mark(7, 9)]).map((s) => s.marks.length),
  ).toEqual([1, 0, 1])
})

test('segments always spell the text', () => {
  const marks = fc.array(fc.tuple(fc.integer({ min: -3, max: 40 }), fc.integer({ min: -3, max: 40 })))
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), marks, (text, list) => {
      const cut = segment(
        text,
        list.map(([a, b]) => mark(a, b)),
      )
      expect(cut.map((s) => s.text).join('')).toBe(text)
    }),
  )
})

test.each([
  ['my mum died', 4, 6, 'mum'],
  ['my mum died', 2, 7, 'mum'],
  ['took (20 mg)', 6, 8, '20'],
  ['حلقي متورم', 1, 3, 'حلقي'],
  ['ok 💊💊 done', 4, 5, '💊💊'],
  ['word', 2, 2, ''],
])('in %j the selection %i–%i becomes %j', (text, start, end, expected) => {
  const span = wholeWords(text, start, end)
  expect(text.slice(span.start, span.end)).toBe(expected)
})

test.each([
  ['My  Mum died', 'my mum', 'My  Mum'],
  ['cost $5 (five)', '$5 (FIVE)', '$5 (five)'],
  ['nothing here', 'else', null],
  ['anything', '  ', null],
])('in %j the words %j are found as %j', (text, typed, expected) => {
  const at = findWords(text, typed)
  expect(at && text.slice(at.start, at.end)).toBe(expected)
})
