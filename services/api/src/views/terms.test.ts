import { expect, test } from 'vitest'
import { topTerms } from './terms.ts'

const by = (texts: string[]) => texts.map((text, n) => ({ text, author: `a${n}` }))
const none = new Set<string>()

test('a term is shown from three people on, not from three posts of one', () => {
  const three = by(['a headache', 'HEADACHE!', 'this headache, this headache'])
  expect(topTerms(three, [], none, 9)).toEqual([{ term: 'headache', posts: 3, before: 0 }])
  expect(topTerms(three.slice(0, 2), [], none, 9)).toEqual([])
  const one = three.map((t) => ({ ...t, author: 'same' }))
  expect(topTerms(one, [], none, 9)).toEqual([])
})

test('products, everyday words, links, names and tags are no terms', () => {
  const texts = by(Array(3).fill('Zolvara and the https://x.example/headache @headache #headache rash'))
  expect(topTerms(texts, [], new Set(['zolvara']), 9).map((t) => t.term)).toEqual(['rash'])
})

test('most used first, equal ones by letter, with how often before; no more than asked', () => {
  const now = by(['rash itch dizzy', 'rash itch dizzy', 'rash dizzy itch', 'rash'])
  const before = by(['itch'])
  expect(topTerms(now, before, none, 2)).toEqual([
    { term: 'rash', posts: 4, before: 0 },
    { term: 'dizzy', posts: 3, before: 0 },
  ])
  expect(topTerms(now, before, none, 9)[2]).toEqual({ term: 'itch', posts: 3, before: 1 })
})
