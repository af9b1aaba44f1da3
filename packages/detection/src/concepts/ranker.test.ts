import { expect, test } from 'vitest'
import { type Term, TermRanker } from './ranker.ts'

const en = (id: string, term: string, chosen = false): Term => ({ id, term, lang: 'en', chosen })
const first = (terms: Term[], phrase: string) => new TermRanker(terms).rank(phrase, 'en', 1)[0]

test('a name outweighs many that are near it', () => {
  const near = ['heart racing', 'hearts racing', 'heart races'].map((term) => en('near', term))
  expect(first([...near, en('itself', 'racing heart')], 'a racing heart')).toMatchObject({
    id: 'itself',
    strength: 1,
  })
})

test('of two names that are the phrase, the chosen one is meant, whatever stands beside it', () => {
  const terms = [en('other', 'the runs'), en('other', 'runs'), en('chosen', 'runs', true)]
  expect(first(terms, 'the runs')?.id).toBe('chosen')
  expect(
    first(
      terms.map((term) => ({ ...term, chosen: false })),
      'the runs',
    )?.id,
  ).toBe('other')
})

test('what is merely near is not offered', () => {
  expect(
    first([en('x', 'swelling of both lower limbs after a very long flight home')], 'flight'),
  ).toBeUndefined()
})
