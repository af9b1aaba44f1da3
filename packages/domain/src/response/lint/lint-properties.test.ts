import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { platforms } from '../../post.ts'
import { hiddenCharacter } from '../escape.ts'
import { templates } from '../templates/index.ts'
import { lintReport, lintResponse, lintRuleSet } from './lint.ts'
import type { LintInput } from './lint-input.ts'
import { passingReply } from './passing-reply.ts'

const blocked = (input: LintInput) => lintReport(input).blocked
const names = ['Zolvara', 'zolvaribine', 'Mira', 'zolvies']
const template = fc.constantFrom(...templates)

/** A name as somebody would slip it past: any case, accents, hidden or separating characters between its letters. */
const disguised = fc
  .tuple(
    fc.constantFrom(...names),
    fc.infiniteStream(fc.constantFrom('lower', 'upper', 'accent', 'wide')),
    fc.infiniteStream(fc.constantFrom('', '', '', '\u200b', '\u00ad', '\u2060', '\ufeff', '-', '.', ' ')),
  )
  .map(([name, style, between]) =>
    [...name]
      .map((letter) => {
        const how = style.next().value
        if (how === 'upper') return letter.toUpperCase()
        if (how === 'accent') return `${letter}\u0301`
        if (how === 'wide') return String.fromCharCode(letter.charCodeAt(0) + 0xfee0)
        return letter.toLowerCase()
      })
      .map((letter, i) => (i === 0 ? letter : `${between.next().value}${letter}`))
      .join(''),
  )

describe('a product’s name never gets through', () => {
  test('whatever its disguise and wherever it stands', () => {
    fc.assert(
      fc.property(template, disguised, fc.nat(), (t, name, place) => {
        const clean = passingReply({ template: t, country: null })
        const gaps = [0, ...Array.from(clean.text.matchAll(/ /g), (m) => m.index), clean.text.length]
        const at = gaps[place % gaps.length] ?? 0
        const text = `${clean.text.slice(0, at)} ${name} ${clean.text.slice(at)}`
        const found = lintResponse({ ...clean, text }).filter(
          (f) => f.rule === 'R1' && f.severity === 'block',
        )
        expect(found.length).toBeGreaterThan(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('a text that passes holds no name, no hidden character, no foreign letter', () => {
    const pieces = fc.array(
      fc.oneof(
        disguised,
        fc.constantFrom('Hello', 'thank', 'you', 'for', 'telling', 'us', ' ', ', ', '. '),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(template, pieces, (t, extra) => {
        const clean = passingReply({ template: t, country: null })
        const input = { ...clean, text: clean.text + extra.join('') }
        if (blocked(input)) return
        const bare = input.text
          .normalize('NFKD')
          .toLowerCase()
          .replace(/[^a-z]/g, '')
        for (const name of names.filter((n) => n.length > 4)) expect(bare).not.toContain(name.toLowerCase())
        expect(hiddenCharacter.test(input.text)).toBe(false)
        expect(/\p{L}/u.test(input.text.replace(/\p{Script=Latin}/gu, ''))).toBe(false)
      }),
      { numRuns: 1000 },
    )
  })
})

test('any word added, dropped or changed in a template is blocked', () => {
  fc.assert(
    fc.property(
      template,
      fc.nat(),
      fc.constantFrom('drop', 'add', 'swap'),
      fc.stringMatching(/^[a-z]{1,9}$/),
      (t, n, how, word) => {
        const clean = passingReply({ template: t, country: null })
        const words = clean.text.split(' ')
        const at = n % words.length
        const old = words[at] ?? ''
        fc.pre(/[\p{L}\p{N}]/u.test(old) && old.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') !== word)
        const changed = words.toSpliced(at, how === 'add' ? 0 : 1, ...(how === 'drop' ? [] : [word]))
        // A greeting for a greeting is a choice the template gives.
        fc.pre(!(at === 0 && t.choices.greeting))
        expect(blocked({ ...clean, text: changed.join(' ') })).toBe(true)
      },
    ),
    { numRuns: 1000 },
  )
})

test('no input makes the lint fail, and every place it names lies in the text', () => {
  const any = fc.string({ unit: 'binary', maxLength: 200 })
  const input = fc.record({
    text: any,
    template: fc.option(template),
    slots: fc.dictionary(fc.constantFrom('company', 'pv_contact', 'regulator', 'greeting'), any),
    at: fc.constant('2026-11-22T10:00:00Z'),
    platform: fc.constantFrom(...platforms),
    markets: fc.array(fc.stringMatching(/^[A-Z]{2}$/)),
    authorCountry: fc.option(any),
    lang: fc.oneof(any, fc.constantFrom('en', 'de')),
    authorLang: fc.option(any),
    postText: any,
    products: fc.array(any),
    contactAllowList: fc.array(any),
    previousReplies: fc.constant([]),
    optedOut: fc.boolean(),
  })
  fc.assert(
    fc.property(input, (given) => {
      const report = lintReport(given)
      expect(report.ruleSet).toBe(lintRuleSet)
      expect(report.blocked).toBe(report.findings.some((f) => f.severity === 'block'))
      for (const { start, end } of report.findings) {
        if (start === null || end === null) continue
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(end).toBeLessThanOrEqual(given.text.length)
      }
      expect(lintReport(given)).toEqual(report)
    }),
    { numRuns: 500 },
  )
})

test('a long hostile text is read in reasonable time', () => {
  for (const unit of ['a', 'a.', '1 ', 'z-', '@', '\u200b', 'https://', 'your ', 'Z o l ']) {
    const text = unit.repeat(20_000 / unit.length)
    const started = performance.now()
    lintResponse({ ...passingReply(), text, postText: text })
    expect({ unit, slow: performance.now() - started > 2_000 }).toEqual({ unit, slow: false })
  }
})
