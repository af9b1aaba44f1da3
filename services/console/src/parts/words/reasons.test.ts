import { medicineRoles } from '@hark/domain'
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
    noted: [],
  })
})

test('pieces of the text are quoted in one reason, as a person would; what says nothing alone is not', () => {
  const { raised, lowered } = reasonsInWords([
    '+event.strong',
    '+words:in hospital',
    '+words:up in',
    '+words:all night ,',
    '+words:<drug> by mistake',
    '+words:( <num2>',
    '-words:saved my life',
    '-words:<drug> saved my life',
    '-reads_as.benefit',
  ])
  const plain = (reasons: string[]) => reasons.map((r) => r.replace(/[\u2068\u2069]/g, ''))
  expect(plain(raised)).toEqual([
    'names a clear adverse event',
    'wording often found in reports: “in hospital”, “all night”, “[product] by mistake”',
  ])
  expect(plain(lowered)).toEqual([
    'reads like praise',
    'wording seldom found in reports: “[product] saved my life”',
  ])
})

test('where only small words weighed, that is said instead of quoting them', () => {
  expect(reasonsInWords(['+words:her', '-words:?', '-words:<drug> is']).lowered).toEqual([
    'its wording as a whole',
  ])
})

test.each(medicineRoles.filter((role) => role !== 'suspect').map((role) => `product.${role}`))(
  '%s is told beside, since it raises and lowers nothing',
  (code) => {
    const { noted, sent } = reasonsInWords([code])
    expect([noted[0], sent]).toEqual([expect.stringMatching(/^the product is/), []])
  },
)

/** Every class the detector says a post reads as (training/fit/net.py). */
test.each(
  'negated indication benefit hypothetical question advert news general research joke other_cause lookalike everyday'.split(
    ' ',
  ),
)('a post that reads as %s is said to in a sentence', (kind) => {
  expect(reasonsInWords([`-reads_as.${kind}`]).lowered[0]).toMatch(/^reads (like|as if) /)
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
