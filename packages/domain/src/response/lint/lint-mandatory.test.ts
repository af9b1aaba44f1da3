import { describe, expect, test } from 'vitest'
import { templateOf } from '../templates/index.ts'
import type { LintInput } from './lint-input.ts'
import { passingReply, says, slotsFor, without, withWords } from './passing-reply.ts'

const pv = (pv_contact: string, text: string): LintInput => ({
  ...passingReply(),
  slots: { ...slotsFor('IE', 'en'), pv_contact },
  text,
})

describe('R4 PV contact', () => {
  test.each<[string, LintInput, number]>([
    ['there', passingReply(), 0],
    ['gone', without('drugsafety@practice.example'), 1],
    ['another address', { ...passingReply(), text: passingReply().text.replace('drugsafety@', 'sales@') }, 1],
    ['a telephone number written otherwise', pv('+49 30 1234567', 'Call +49 (30) 123-4567'), 0],
    ['another number', pv('+49 30 1234567', 'Call +49 30 1234568'), 1],
    ['a form beneath the link', pv('acme.example/pv', 'See https://acme.example/pv/form'), 0],
    ['one of two', pv('a@acme.example or +49 30 1234567', 'Write to A@acme.example'), 0],
    ['none configured', pv('our team', 'Write to our team'), 1],
    ['a slot left out', { ...passingReply(), slots: {} }, 1],
  ])('%s', (_, input, n) => expect(says('R4', input)).toHaveLength(n))
})

describe('R5 reporting route', () => {
  const at = (authorCountry: string | null, words: string, markets = ['IE', 'DE']) =>
    says('R5', { ...passingReply(), authorCountry, markets, text: words })
  test.each<[string | null, string, string[], number]>([
    ['IE', 'Or report to HPRA.', ['IE'], 0],
    ['IE', 'Or report at https://www.hpra.ie/report.', ['IE'], 0],
    ['IE', 'Or report to nobody.', ['IE'], 1],
    ['IE', 'Or report to BfArM.', ['IE', 'DE'], 1],
    ['IE', 'Or report to BfArM or HPRA.', ['IE'], 0],
    ['UK', 'Or report to the Yellow Card scheme.', ['GB'], 0],
    ['US', 'Call 1-800-FDA-1088.', ['US'], 0],
    [null, 'Or report to your national medicines agency.', ['IE'], 0],
    [null, 'Oder: nationale Arzneimittelbehorde', ['DE'], 0],
    [null, 'Or report to HPRA.', ['IE'], 0],
    [null, 'Or report to HPRA.', ['EU'], 0],
    [null, 'Or report to the Yellow Card scheme.', ['EU'], 1],
    [null, 'Or report to BfArM.', ['IE'], 1],
    [null, 'Or report to nobody.', ['IE'], 1],
    ['BR', 'Or report to your national medicines agency.', ['IE'], 0],
    ['BR', 'Or report to HPRA.', ['IE'], 1],
  ])('author in %s: %j for markets %j', (country, words, markets, n) => {
    expect(at(country, words, markets)).toHaveLength(n)
  })
})

test.each([
  ['en', 'ask your doctor', 0],
  ['en', 'a health care professional', 0],
  ['de', 'die Ärztin hilft', 0],
  ['fr', 'votre médecin', 0],
  ['es', 'su farmacéutica', 0],
  ['it', 'il medico', 0],
  ['en', 'ask somebody', 1],
  ['en', 'doctored images', 1],
])('R6 in %s: %j', (lang, text, n) => expect(says('R6', { ...passingReply(), lang, text })).toHaveLength(n))

describe('R8 length and mandatory parts', () => {
  test.each<[string, LintInput, number]>([
    ['fits', passingReply(), 0],
    ['one too long', withWords('x'.repeat(300)), 1],
    ['a platform without replies', passingReply({ platform: 'feed' }), 1],
    ['no privacy line', without('Please post no health details here.'), 1],
    ['no company', without('Practice Pharma GmbH'), 1],
    ['a shortened professional line', without(' or pharmacist'), 1],
    [
      'other case and punctuation',
      { ...passingReply(), text: passingReply().text.replace('here.', 'HERE!') },
      0,
    ],
  ])('%s', (_, input, n) => expect(says('R8', input)).toHaveLength(n))

  test('an emergency reply keeps number and line', () => {
    const template = templateOf('emergency.en')
    const input = passingReply({ template, country: 'GB' })
    expect(says('R8', input)).toEqual([])
    expect(says('R8', { ...input, text: input.text.replace('999', '998') })).toHaveLength(1)
    expect(says('R8', { ...input, text: input.text.replace('Samaritans 116 123', '') })).toHaveLength(1)
  })
})

describe('R9 language', () => {
  const de = templateOf('handoff.de')
  test.each<[string, LintInput, string[]]>([
    ['the author’s', passingReply({ template: de, country: 'DE' }), []],
    ['a region of it', passingReply({ template: de, country: 'DE', lang: 'de-AT', authorLang: 'de-CH' }), []],
    ['another than the author’s', passingReply({ authorLang: 'de' }), ['block']],
    ['one without a template', passingReply({ authorLang: 'nl' }), ['block']],
    ['unknown', passingReply({ authorLang: null }), ['warn']],
    ['undetermined', passingReply({ authorLang: 'und' }), ['warn']],
    ['one the lint cannot read', passingReply({ lang: 'nl', authorLang: 'nl' }), ['block']],
    [
      'declared otherwise than the template',
      passingReply({ lang: 'de', authorLang: 'de' }),
      ['block', 'block'],
    ],
    [
      'a text in another',
      { ...passingReply({ template: de, country: 'DE' }), text: passingReply().text },
      ['block'],
    ],
    ['a text too short to tell', { ...passingReply(), text: 'Hallo' }, []],
  ])('%s', (_, input, expected) => expect(says('R9', input)).toEqual(expected))
})
