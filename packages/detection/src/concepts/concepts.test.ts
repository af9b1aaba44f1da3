import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openConcepts, openVocabulary } from './open-concepts.ts'
import { type Term, TermRanker } from './ranker.ts'

const shared = join(import.meta.dirname, '../../../..', process.env.HARK_SHARED ?? '../shared')
const phrases = join(shared, 'corpora/askapatient_norm/norm.jsonl')

describe('the open vocabulary', () => {
  const rank = openConcepts()
  test.each([
    ["couldn't sleep at all", 'en', 'Insomnia'],
    ['my hair is falling out', 'en', 'hair'],
    ['head acke', 'en', 'Headache'],
    ['vommiting', 'en', 'Vomiting'],
    ['mir ist total schwindelig', 'de', 'dizziness'],
    ['saignement du nez', 'fr', 'epistaxis'],
    ['capelli che cadono', 'it', 'alopecia'],
  ])('%s (%s) ranks %s among the first five', (phrase, lang, name) => {
    const names = rank(phrase, lang).map((r) => r.name.toLowerCase())
    expect(names.some((n) => n.includes(name.toLowerCase()))).toBe(true)
  })

  test('what shares nothing ranks nothing', () => {
    expect(rank('', 'en')).toEqual([])
    expect(rank('😀😀', 'en')).toEqual([])
    expect(rank('qqxzz wwvkk', 'en')).toEqual([])
  })

  test('every ranked concept has an id of an open vocabulary and a score from 0 to 1', () => {
    for (const r of rank('stomach pain', 'en', 20)) {
      expect(r.id).toMatch(/^(HP|SYMP|OAE|DOID|MESH|HARK):/)
      expect(r.score).toBeGreaterThan(0)
      expect(r.score).toBeLessThanOrEqual(1)
    }
  })
})

test.each([
  ['stomach pain', 'en'],
  ['my heart is racing', 'en'],
  ['Schmerzen im Knie', 'de'],
])('what is ranked for %j stands in the order of its strength', (phrase, lang) => {
  const strengths = openConcepts()(phrase, lang, 20).map((r) => r.strength)
  expect(strengths.length).toBeGreaterThan(2)
  expect(strengths).toEqual([...strengths].sort((a, b) => b - a))
  expect(strengths.every((s) => s > 0 && s <= 1)).toBe(true)
})

test('the vocabulary names its edition, and every concept it ranks', () => {
  const { version, sha256, names, rank } = openVocabulary()
  expect(version).toMatch(/^\d{4}\.\d{2}$/)
  expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  for (const r of rank('headache', 'en')) expect(names.get(r.id)).toBe(r.name)
})

/** Phrases of the corpus are the shipped terms themselves, so each is judged by a ranker that has not seen it. */
test.skipIf(!existsSync(phrases))(
  'half of unseen lay phrases find their concept first, two thirds among five (skipped where ../shared is absent)',
  () => {
    const rows = readFileSync(phrases, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { text: string; meta: { concept: string } })
    const terms = rows.map((r): Term => ({ id: r.meta.concept, term: r.text.toLowerCase(), lang: 'en' }))
    const held = terms.filter((_, at) => at % 10 === 0)
    const hidden = new Set(held.map((t) => t.term))
    const names = [...new Set(terms.map((t) => t.id))].map((id): Term => ({ id, term: id, lang: 'en' }))
    const ranker = new TermRanker([...names, ...terms].filter((t) => !hidden.has(t.term.toLowerCase())))
    const ranks = held.map((t) => ranker.rank(t.term, 'en', 5).findIndex((r) => r.id === t.id))
    expect(ranks.filter((r) => r === 0).length / held.length).toBeGreaterThan(0.4)
    expect(ranks.filter((r) => r >= 0).length / held.length).toBeGreaterThan(0.6)
  },
)
