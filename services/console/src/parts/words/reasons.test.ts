import { expect, test } from 'vitest'
import { noteInWords, productInWords, reasonsInWords } from './reasons.ts'

test('reasons are sorted by what they did, known and unknown codes alike', () => {
  const codes = [
    'language.unknown',
    '+priority.DEATH',
    '+special.MISUSE',
    '-event.negated',
    '+brand.new_code',
  ]
  expect(reasonsInWords(codes)).toEqual({
    raised: ['death', 'misuse', 'brand new code'],
    lowered: ['says it did not happen'],
    sent: ['unknown language: a person must look'],
  })
})

test.each([
  [undefined, 'died', null],
  ['My dad', 'my dad', null],
  ['DEATH', 'died', 'death'],
  ['first_person', 'I took', 'first person'],
  ['SYMP:0000557', 'urinary retention', null],
])('the note %j on %j reads %j', (note, text, expected) => {
  expect(noteInWords(note, text)).toBe(expected)
})

test.each([
  ['#arvessia', 'Arvessia'],
  ['arvesia', 'Arvessia'],
  ['ARVESSIA', null],
])('words %s of a product are said to mean %s', (text, said) =>
  expect(productInWords('Arvessia', text)).toBe(said),
)
