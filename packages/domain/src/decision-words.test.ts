import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CloseReason, type Conclusion, closeReasons } from './decision.ts'
import { fieldsQuoting, mapWords } from './decision-words.ts'
import { criteria, seriousnessCriteria, specialSituations } from './finding.ts'

const post = fc.constantFrom('p1', 'p2', 'p3')
/** Marked, so that a word that slips through is seen wherever it lands. */
const words = fc.string({ minLength: 1 }).map((s) => `⟦${s}⟧`)
const quote = fc.record({
  postId: post,
  span: fc.record({ start: fc.nat(), end: fc.nat(), text: words }),
})
const found = fc.oneof(quote, fc.record({ missing: words }))
const coding = { dictionary: 'meddra', version: '27.0', sha256: 'e'.repeat(64), code: '10037844' } as const
const event = fc.record({
  postId: post,
  span: fc.record({ start: fc.nat(), end: fc.nat(), text: words }),
  term: words,
  seriousness: fc.subarray([...seriousnessCriteria]),
  coding: fc.constantFrom(coding, undefined),
})
const conclusion: fc.Arbitrary<Conclusion> = fc.record({
  criteria: fc.record({ patient: found, reporter: found, product: found, event: found }),
  events: fc.array(event, { maxLength: 4 }),
  special: fc.subarray([...specialSituations]),
  forwardable: fc.boolean(),
  validNow: fc.boolean(),
  closeReason: fc.constantFrom(null, ...(Object.keys(closeReasons) as CloseReason[])),
  quote: fc.option(quote),
  duplicateOf: fc.option(fc.constant('a-case')),
  note: fc.oneof(words, fc.constant('')),
})

test('no word passes by: what is left of a conclusion is codes, places and ids', () => {
  fc.assert(
    fc.property(conclusion, (c) => {
      expect(JSON.stringify(mapWords(c, () => null))).not.toContain('⟦')
    }),
  )
})

test('every word has one field of its own, in the form the ledger takes, and nothing else is touched', () => {
  fc.assert(
    fc.property(conclusion, (c) => {
      const held = new Map<string, string>()
      const away = mapWords(c, (text, { field }) => {
        expect(held.has(field)).toBe(false)
        expect(field).toMatch(/^[a-z][a-z0-9_]{0,62}$/)
        held.set(field, text)
        return { private: field }
      })
      expect(mapWords(away, (w) => held.get(w.private) as string)).toEqual(c)
    }),
  )
})

test('with a post go its own words and the reviewer’s, and no other post’s', () => {
  fc.assert(
    fc.property(conclusion, fc.subarray(['p1', 'p2', 'p3'], { minLength: 1 }), (c, gone) => {
      const going = new Set(fieldsQuoting(c, new Set(gone)))
      mapWords(c, (_, { field, postId }) => {
        expect(going.has(field)).toBe(postId === null || gone.includes(postId))
      })
      const quoted = [...criteria.map((k) => c.criteria[k]), c.quote, ...c.events]
      const own = quoted.filter((q) => q && 'span' in q && gone.includes(q.postId)).length
      expect(going.size).toBeGreaterThanOrEqual(own)
    }),
  )
})
