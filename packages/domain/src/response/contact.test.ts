import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contactsIn, isUnder } from './contact.ts'

const found = (text: string) => contactsIn(text).map((c) => `${c.kind}:${c.text}`)

test.each([
  ['Write to drugsafety@acme.example.', ['email:drugsafety@acme.example']],
  ['See https://acme.example/pv?x=1, or call.', ['url:https://acme.example/pv?x=1']],
  ['fda.gov/medwatch. Thanks', ['url:fda.gov/medwatch']],
  ['(see www.hpra.ie)', ['url:www.hpra.ie']],
  ['https://de.wikipedia.org/wiki/Foo_(Bar).', ['url:https://de.wikipedia.org/wiki/Foo_(Bar)']],
  ['Call +44 20 7946 0000 now', ['phone:+44 20 7946 0000']],
  ['Tel. 0800/123-4567', ['phone:0800/123-4567']],
  ['(030) 123 45 67', ['phone:(030) 123 45 67']],
  ['call 112, 988, 3114 or 116 123', []],
  ['on 2026-11-22', ['phone:2026-11-22']],
  ['@jane.doe hello', ['mention:@jane.doe']],
  ['@jane@social.example hello', ['mention:@jane@social.example']],
  ['thanks u/jane_doe!', ['mention:u/jane_doe']],
  ['https://user@evil.example/x', ['url:https://user@evil.example/x']],
  ['no contact here. Really... none', []],
  ['72 years, 20 mg, 1.5 ml', []],
  ['1-800-FDA-1088', []],
])('%j holds %j', (text, expected) => expect(found(text)).toEqual(expected))

test('every contact is a piece of the text, in order, without overlap', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom(
      'a@b.example',
      'https://x.example/y',
      'x.example',
      '@me',
      '+49 30 1234567',
      '.',
      '(',
      ')',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join('')
      let last = 0
      for (const c of contactsIn(text)) {
        expect(text.slice(c.start, c.end)).toBe(c.text)
        expect(c.start).toBeGreaterThanOrEqual(last)
        last = c.end
      }
    }),
    { numRuns: 1000 },
  )
})

describe('lying under an allowed address', () => {
  test.each([
    ['https://fda.gov/medwatch', 'fda.gov/medwatch', true],
    ['FDA.gov/medwatch/report?form=1', 'fda.gov/medwatch', true],
    ['www.fda.gov/medwatch', 'fda.gov/medwatch', true],
    ['fda.gov/medwatchful', 'fda.gov/medwatch', false],
    ['fda.gov/drugs', 'fda.gov/medwatch', false],
    ['fda.gov/medwatch/../drugs', 'fda.gov/medwatch', false],
    ['fda.gov.evil.example/medwatch', 'fda.gov/medwatch', false],
    ['evil.example/fda.gov/medwatch', 'fda.gov/medwatch', false],
    ['https://fda.gov@evil.example/medwatch', 'fda.gov/medwatch', false],
    ['https://evil@fda.gov/medwatch', 'fda.gov/medwatch', false],
    ['https://fda.gov:8443/medwatch', 'fda.gov/medwatch', false],
    ['sub.hpra.ie', 'hpra.ie', false],
    ['https://fdа.gov/medwatch', 'fda.gov/medwatch', false], // a Cyrillic а
    ['https://', 'hpra.ie', false],
  ])('%s under %s: %s', (link, allowed, expected) => expect(isUnder(link, allowed)).toBe(expected))
})
