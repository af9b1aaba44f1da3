import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold } from '../fold/fold.ts'
import { compileMatcher } from '../match/matcher.ts'
import { readText } from '../reading.ts'
import { loadLists } from '../resources.ts'
import { findSituations, type Situations } from '../rules/situations.ts'
import { loadTagModel } from './tag-model.ts'

const data = join(import.meta.dirname, '../../data')
const lists = loadLists()
const model = loadTagModel((path) => readFileSync(join(data, path)))
const matcher = compileMatcher([
  { id: 'zorvex', group: 'zorvex', brand: 'Zorvex', substance: 'zorvexin', own: true, names: [] },
])

function weighed(text: string): { rules: Situations; all: Situations; words: string[] } {
  const folded = fold(text)
  const reading = readText(folded, matcher.inFolded(folded), null, lists)
  const { tokens, cues, events, patients } = reading
  const rules = findSituations(tokens, cues, events, patients, 0)
  return { rules, all: model.weigh(reading, 0, rules), words: tokens.words }
}

const codes = (items: readonly { code: string }[]): string[] => items.map(({ code }) => code)

describe('the tag model', () => {
  test('is small enough to ship beside the rules', () => {
    expect(statSync(join(data, 'tags/tags.bin')).size).toBeLessThanOrEqual(300_000)
  })

  test.each([
    ['PREGNANCY_MATERNAL', 'my husband takes Zorvex and I just got a positive test'],
    ['MISUSE', "the pharmacy gave me someone else's Zorvex"],
  ] as const)('takes back %s where the words around tell against it: %s', (code, text) => {
    const { rules, all } = weighed(text)
    expect(codes(rules.special)).toContain(code)
    expect(codes(all.special)).not.toContain(code)
  })

  test("her pregnancy is not the father's exposure, unless a father is spoken of", () => {
    const special = (text: string): string[] => codes(weighed(text).all.special)
    expect(special('32 weeks pregnant on Zorvex and the baby stopped moving')).not.toContain(
      'PREGNANCY_PATERNAL',
    )
    expect(special('I was on Zorvex and now my girlfriend is pregnant')).toContain('PREGNANCY_PATERNAL')
  })

  test.each([
    'Zorvex made me want to kill myself',
    'my mum died after Zorvex',
    'anaphylaxis from Zorvex, the football was good though',
    'me dio una convulsión con Zorvex',
  ])('takes back nothing grave: %s', (text) => {
    const { rules, all } = weighed(text)
    expect(codes(all.serious)).toEqual(expect.arrayContaining(codes(rules.serious)))
    for (const code of ['DEATH', 'LIFE_THREATENING', 'SUICIDALITY'])
      if (codes(rules.priority).includes(code)) expect(codes(all.priority)).toContain(code)
  })

  test('whatever is held stands on words of the text, each code of a kind that follows from it once', () => {
    const word = fc.constantFrom(
      ...'zorvex the dose took twice my baby pregnant nothing works expired fake box pen broke still no drunk wine hospital day week'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (parts) => {
        const { all, words } = weighed(parts.join(' '))
        for (const { from, to } of [...all.special, ...all.serious, ...all.priority]) {
          expect(from).toBeGreaterThanOrEqual(0)
          expect(to).toBeGreaterThan(from)
          expect(to).toBeLessThanOrEqual(words.length)
        }
        expect(new Set(codes(all.priority)).size).toBe(all.priority.length)
      }),
      { numRuns: 200 },
    )
  })
})
