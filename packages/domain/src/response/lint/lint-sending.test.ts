import { describe, expect, test } from 'vitest'
import type { LintInput } from './lint-input.ts'
import { passingReply, says, slotsFor, withWords } from './passing-reply.ts'
import { replyFingerprint } from './repeat.ts'

describe('R10 links', () => {
  test.each([
    ['See acme.example/brand', ['block acme.example/brand']],
    ['See https://bit.ly/3xYz', ['block https://bit.ly/3xYz']],
    ['See t.co/abc', ['block t.co/abc']],
    ['See hpra.ie/report', []],
    ['See https://www.fda.gov/medwatch/report', []],
    ['See https://www.hpra.ie/?utm_source=x', ['block https://www.hpra.ie/?utm_source=x']],
    ['See https://www.hpra.ie/?FBCLID=x', ['block https://www.hpra.ie/?FBCLID=x']],
    ['See https://hpra.ie@evil.example/', ['block https://hpra.ie@evil.example/']],
    ['See https://hpra.ie.evil.example/', ['block https://hpra.ie.evil.example/']],
    ['See https://hpra.ie:8080/', ['block https://hpra.ie:8080/']],
    ['See http://192.168.0.1/x', ['block http://192.168.0.1/x']],
  ])('%j', (words, expected) => expect(says('R10', withWords(words))).toEqual(expected))

  test('the allow-list lets its own pass, but no shortener', () => {
    const contactAllowList = ['acme.example/safety', 'https://bit.ly/ok']
    expect(says('R10', withWords('acme.example/safety/form', { contactAllowList }))).toEqual([])
    expect(says('R10', withWords('acme.example/', { contactAllowList }))).toHaveLength(1)
    expect(says('R10', withWords('bit.ly/ok', { contactAllowList }))).toHaveLength(1)
  })
})

describe('R11 template in force', () => {
  test.each<[string, LintInput, number]>([
    ['in force', passingReply(), 0],
    ['none', passingReply({ template: null, text: 'Hello' }), 1],
    ['not yet', passingReply({ at: '2026-10-31T23:59:59Z' }), 1],
    ['no longer', passingReply({ at: '2027-11-01T00:00:00Z' }), 1],
    ['a slot without value', { ...passingReply(), slots: { ...slotsFor('IE', 'en'), company: '' } }, 1],
  ])('%s', (_, input, n) => expect(says('R11', input)).toHaveLength(n))
})

describe('R12 free text', () => {
  const text = passingReply().text
  test.each<[string, string, string[]]>([
    ['unchanged', text, []],
    ['another greeting of the list', text.replace('Hello,', 'Hi,'), []],
    ['a comma, a line break, capitals', text.replace('you for', 'you, for').replace('. Or', '.\n\nOR'), []],
    ['a word more', text.replace('thank you', 'thank you kindly'), ['block kindly']],
    ['a word other', text.replace('seriously', 'lightly'), ['block lightly']],
    ['a word less', text.replace(' seriously', ''), ['block ']],
    ['a greeting by name', text.replace('Hello,', 'Dear Jane,'), ['block Dear Jane']],
    ['another company', text.replace('GmbH', 'AG'), ['block AG']],
    ['something after the end', `${text} Bye`, ['block Bye']],
    ['“no” lost from the privacy line', text.replace('post no health', 'post health'), ['block ']],
  ])('%s', (_, changed, expected) => {
    expect(says('R12', { ...passingReply(), text: changed })).toEqual(expected)
  })
})

describe('R13 repeats, R14 opt-out', () => {
  const same = replyFingerprint(passingReply().text)
  const sent = (n: number, fingerprint: string, answeredBefore = false) =>
    Array.from({ length: n }, () => ({ fingerprint, answeredBefore }))
  test.each<[string, LintInput, string[]]>([
    ['first reply', passingReply(), []],
    ['same text, other people', passingReply({ previousReplies: sent(24, same) }), []],
    ['same text, very many', passingReply({ previousReplies: sent(25, same) }), ['warn']],
    ['other texts, very many', passingReply({ previousReplies: sent(99, 'other') }), []],
    ['same text on X', passingReply({ platform: 'x', previousReplies: sent(1, same) }), ['block']],
    ['same thread, other text', passingReply({ previousReplies: sent(1, 'other', true) }), ['block']],
  ])('%s', (_, input, expected) => expect(says('R13', input)).toEqual(expected))

  test('the fingerprint ignores case, accents, blanks and punctuation, and nothing else', () => {
    expect(replyFingerprint('Grüße,  Anna!')).toBe(replyFingerprint('GRUSSE anna'.replace('SS', 'ß')))
    expect(replyFingerprint('Hello Anna')).not.toBe(replyFingerprint('Hello Anne'))
    expect(replyFingerprint('')).toBe('cbf29ce484222325')
    expect(replyFingerprint('a')).toBe('af63dc4c8601ec8c') // the published FNV-1a vector
  })
  test('opt-out', () => {
    expect(says('R14', passingReply({ optedOut: true }))).toEqual(['block'])
    expect(says('R14', passingReply())).toEqual([])
  })
})
