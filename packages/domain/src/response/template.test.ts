import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureLength } from './length.ts'
import { lintReport } from './lint/lint.ts'
import { passingReply, slotsFor } from './lint/passing-reply.ts'
import { regulatorRoutes } from './regulator.ts'
import { isInForce, mandatoryParts, renderEvery, renderTemplate, slotsOf } from './template.ts'
import { templateOf, templates, templatesInForce } from './templates/index.ts'

const code = (value: string) => expect.objectContaining({ code: value })
const en = templates.find((t) => t.id === 'handoff.en') ?? expect.fail('the English template is gone')
const countries = [null, 'BR', ...regulatorRoutes.map((r) => r.country)]

describe.each(templates.map((t) => [t.id, t] as const))('%s', (_, template) => {
  test('passes its own lint and fits 300 graphemes, in every country and with every choice', () => {
    for (const country of countries)
      for (const text of renderEvery(template, slotsFor(country, template.lang))) {
        const report = lintReport({ ...passingReply({ template, country }), text })
        expect({ country, findings: report.findings }).toEqual({ country, findings: [] })
        expect(report.length.unit).toBe('graphemes')
      }
  })
  test('carries what the guide asks of it (§6.2), each part a piece of its body', () => {
    const parts = template.mandatory.map((m) => m.part)
    const urgent = template.kind === 'emergency'
    const wanted = mandatoryParts.filter((p) => urgent || (p !== 'emergency' && p !== 'crisis_line'))
    expect([...parts].sort()).toEqual([...wanted].sort())
    for (const { text } of template.mandatory) expect(template.body).toContain(text)
  })
  test('helps first where life is in danger', () => {
    if (template.kind === 'emergency')
      expect(template.body.indexOf('{crisis_line}')).toBeLessThan(template.body.indexOf('{pv_contact}'))
    else expect(template.body).not.toContain('{emergency}')
  })
  test('has a slot or a word for every brace, and is in force for a year', () => {
    expect(template.body.replace(/\{[a-z_]+\}/g, '')).not.toMatch(/[{}]/)
    expect(Date.parse(template.expiresAt)).toBeGreaterThan(Date.parse(template.effectiveFrom))
    expect(templateOf(template.id)).toBe(template)
  })
})

test('the five languages have both kinds', () => {
  expect(templates.map((t) => `${t.kind} ${t.lang}`).sort()).toEqual(
    ['acknowledgement', 'emergency'].flatMap((k) => ['de', 'en', 'es', 'fr', 'it'].map((l) => `${k} ${l}`)),
  )
})

test('in force from its first instant until before its last', () => {
  expect(isInForce(en, en.effectiveFrom)).toBe(true)
  expect(isInForce(en, '2026-10-31T23:59:59.999Z')).toBe(false)
  expect(isInForce(en, '2027-10-31T23:59:59.999Z')).toBe(true)
  expect(isInForce(en, en.expiresAt)).toBe(false)
  expect(isInForce(en, '2027-11-01T00:30:00+01:00')).toBe(true)
})

test('offered by instant and language', () => {
  expect(templatesInForce('2026-11-22T00:00:00Z')).toHaveLength(10)
  expect(templatesInForce('2026-11-22T00:00:00Z', 'de-AT').map((t) => t.id)).toEqual([
    'handoff.de',
    'emergency.de',
  ])
  expect(templatesInForce('2028-01-01T00:00:00Z')).toEqual([])
  expect(templateOf('handoff.xx')).toBeNull()
})

describe('filling slots', () => {
  const slots = slotsFor('IE', 'en')
  test('takes the first choice, or the one chosen', () => {
    expect(renderTemplate(en, slots)).toMatch(/^Hello, thank/)
    expect(renderTemplate(en, { ...slots, greeting: 'Hi,' })).toMatch(/^Hi, thank/)
    expect(slotsOf(en)).toEqual(['greeting', 'pv_contact', 'regulator', 'company'])
  })
  test.each([
    ['a missing slot', { company: '' }],
    ['a blank slot', { company: '  ' }],
    ['blanks around it', { company: ' Acme' }],
    ['a greeting that is no choice', { greeting: 'Dear Jane,' }],
    ['a line break', { company: 'Acme\nTake two' }],
    ['a slot inside a slot', { company: '{pv_contact}' }],
    ['a hidden character', { company: 'Ac\u200bme' }],
    ['a bidi override', { company: 'Acme\u202e' }],
  ])('refuses %s', (_, change) => {
    expect(() => renderTemplate(en, { ...slots, ...change })).toThrow(code('input.invalid'))
  })
  test('a value is never read as a pattern', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z$&`'.0-9\\]{1,20}$/), (company) => {
        expect(renderTemplate(en, { ...slots, company }).endsWith(`– ${company}`)).toBe(true)
      }),
    )
  })
})

test('on X a template with plain slots fits too', () => {
  const text = renderTemplate(en, slotsFor('IE', 'en'))
  expect(measureLength(text, 'x').used).toBeLessThanOrEqual(280)
})
