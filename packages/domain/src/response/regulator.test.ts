import { describe, expect, test } from 'vitest'
import { emergencySlots } from './emergency.ts'
import {
  countryCode,
  euCountries,
  regulatorFor,
  regulatorRoutes,
  regulatorSlot,
  regulatorsIn,
} from './regulator.ts'
import { wordLists } from './words/index.ts'

test('every member of the European Union has a route, and no country two', () => {
  expect(euCountries).toHaveLength(27)
  for (const country of euCountries) expect(regulatorFor(country)?.country).toBe(country)
  const codes = regulatorRoutes.map((r) => r.country)
  expect(new Set(codes).size).toBe(codes.length)
})

test.each(regulatorRoutes.map((r) => [r.country, r] as const))(
  '%s: a real address, found again in a text',
  (_, r) => {
    for (const link of r.links) {
      const url = new URL(`https://${link}`)
      expect(`${url.host}${url.pathname === '/' ? '' : url.pathname}`).toBe(link)
      expect(regulatorsIn(`Report at https://www.${link}.`)).toEqual([r])
    }
    for (const name of r.names) expect(regulatorsIn(`Report to ${name}.`)).toEqual([r])
    for (const lang of Object.keys(wordLists))
      expect(regulatorsIn(regulatorSlot(r.country, lang))).toEqual([r])
  },
)

test.each([
  ['de', 'DE'],
  ['UK', 'GB'],
  ['XI', 'GB'],
  ['EL', 'GR'],
  [' us ', 'US'],
])('%s is %s', (given, code) => expect(countryCode(given)).toBe(code))

test.each([
  [null, 'en', 'your national medicines agency'],
  ['BR', 'de', 'nationale Arzneimittelbehörde'],
  [null, 'nl', 'your national medicines agency'],
  ['IE', 'en', 'HPRA, hpra.ie'],
  ['UK', 'en', 'yellowcard.mhra.gov.uk'],
  ['US', 'es', 'fda.gov/medwatch'],
])('for %s in %s: %s', (country, lang, slot) => expect(regulatorSlot(country, lang)).toBe(slot))

test.each([
  ['call 1-800-FDA-1088', ['US']],
  ['MEOFX and fdax name nobody', []],
  ['medwatch.example names nobody', []],
  ['fda.gov/drugs names nobody but the FDA does', ['US']],
  ['BfArM or HPRA', ['DE', 'IE']],
])('%j names %j', (text, countries) => {
  expect(regulatorsIn(text).map((r) => r.country)).toEqual(countries)
})

describe('emergency', () => {
  test.each([
    ['US', 'en', '911', '988'],
    ['GB', 'en', '999', 'Samaritans 116 123'],
    ['FR', 'fr', '112', '3114'],
    ['PL', 'en', '112', 'a crisis line'],
    ['BR', 'en', 'emergency services', 'a crisis line'],
    [null, 'it', 'numero di emergenza', 'una linea di ascolto'],
  ])('in %s (%s): %s, %s', (country, lang, emergency, crisis_line) => {
    expect(emergencySlots(country, lang)).toEqual({ emergency, crisis_line })
  })
})
