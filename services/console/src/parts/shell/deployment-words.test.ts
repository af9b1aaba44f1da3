import { expect, test } from 'vitest'
import { deploymentWords } from './deployment-words.ts'

const practice = { kind: 'practice', replies: 'practice', live: false, realPosts: false } as const

test('a practice deployment says that all is invented only while it is', () => {
  expect(deploymentWords(practice)).toEqual([
    'Invented posts about invented medicines.',
    'Not listening to real people.',
    'Listen-only for real posts; practice replies stay here.',
  ])
  const beside = 'Practice posts and real posts side by side.'
  expect(deploymentWords({ ...practice, live: true, realPosts: true }).slice(0, 2)).toEqual([
    beside,
    'Listening live.',
  ])
  expect(deploymentWords({ ...practice, realPosts: true }).slice(0, 2)).toEqual([
    beside,
    'Not listening to real people.',
  ])
})

test.each([
  ['none', 'Listen-only: replies cannot leave.'],
  ['practice', 'Listen-only for real posts; practice replies stay here.'],
  ['real', 'Signed replies can leave.'],
] as const)('replies that reach %s: %s', (replies, words) => {
  const production = { kind: 'production', replies, live: true, realPosts: true } as const
  expect(deploymentWords(production)).toEqual(['Real posts of real people.', 'Listening live.', words])
})
