import fc from 'fast-check'
import { expect, test } from 'vitest'
import { templates } from '../templates/index.ts'
import { lintReport } from './lint.ts'
import { type Leaving, lintAgain } from './lint-again.ts'
import { passingReply } from './passing-reply.ts'

const rulesOf = (leaving: Leaving) => [...new Set(lintAgain(leaving).map((f) => f.rule))]
const ends = (at: string): Partial<Leaving> => ({ at })

test.each<[string, Partial<Leaving>, string[]]>([
  ['as it was signed', {}, []],
  ['one of its words has become a product’s name', { products: ['pharmacist'] }, ['R1']],
  ['of a US programme, where names are for MLR', { products: ['pharmacist'], markets: ['US'] }, []],
  ['advice', { text: 'Stop taking it.' }, ['R2']],
  ['a claim', { text: 'It is safe and effective.' }, ['R3']],
  ['a hidden character', { text: 'he\u200bre' }, ['U1']],
  ['longer than the platform takes', { text: 'x'.repeat(501) }, ['R8']],
  ['a platform nobody answers on', { platform: 'feed' }, ['R8']],
  ['its template unknown', { template: null }, ['R11']],
  ['its template not yet approved', ends('2020-01-01T00:00:00.000Z'), ['R11']],
  ['its template expired', ends('2099-01-01T00:00:00.000Z'), ['R11']],
])('%s', (_, over, expected) =>
  expect(rulesOf({ ...passingReply({ country: null }), ...over })).toEqual(expected),
)

test('it refuses nothing that the whole lint lets pass', () => {
  const words = fc.constantFrom(
    'Stop',
    'taking',
    'it',
    'safe',
    'thank',
    'you',
    '\u200b',
    '#tag',
    'Zolvara',
    'x'.repeat(300),
  )
  fc.assert(
    fc.property(fc.constantFrom(...templates), fc.array(words, { maxLength: 3 }), (template, extra) => {
      const clean = passingReply({ template, country: null })
      const input = { ...clean, text: [clean.text, ...extra].join(' ') }
      const whole = new Set(lintReport(input).findings.flatMap((f) => (f.severity === 'block' ? f.rule : [])))
      for (const rule of rulesOf(input)) expect(whole).toContain(rule)
    }),
    { numRuns: 300 },
  )
})
