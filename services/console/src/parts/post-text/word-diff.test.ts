import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordDiff } from './word-diff.ts'

test('one word changed is one word shown', () => {
  expect(wordDiff('my mum died today', 'my dad died today')).toEqual([
    { text: 'my ', change: 'same' },
    { text: 'mum', change: 'left out' },
    { text: 'dad', change: 'added' },
    { text: ' died today', change: 'same' },
  ])
})

test('both texts can always be read back from the difference', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', ' ', '\n', 'mum'), { maxLength: 40 })
    .map((w) => w.join(''))
  fc.assert(
    fc.property(words, words, (before, after) => {
      const parts = wordDiff(before, after)
      const without = (change: string) =>
        parts
          .filter((p) => p.change !== change)
          .map((p) => p.text)
          .join('')
      expect(without('added')).toBe(before)
      expect(without('left out')).toBe(after)
    }),
  )
})
