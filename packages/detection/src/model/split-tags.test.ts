import { expect, test } from 'vitest'
import { splitter } from './split-tags.ts'

const split = splitter([
  'i',
  'a',
  'is',
  'my',
  'brain',
  'real',
  'fog',
  'zap',
  'zaps',
  'weight',
  'gain',
  'weigh',
])

test.each([
  ['brainfogisreal', ['brain', 'fog', 'is', 'real']],
  ['brainzaps', ['brain', 'zaps']],
  ['weightgain', ['weight', 'gain']],
  ['brain', ['brain']],
  ['qwertyuiop', ['qwertyuiop']],
  ['iaiaiaiaia', ['iaiaiaiaia']],
])('%s', (glued, words) => {
  expect(split(glued)).toEqual(words)
})

test('a tag without end is left whole, and quickly', () => {
  expect(split('brain'.repeat(30_000))).toHaveLength(1)
})
