import fc from 'fast-check'
import { expect, test } from 'vitest'
import { searchOf } from './search.ts'

const letters = fc.constantFrom('a', 'b', 'c', 's', ' ', '1', '#', 'ж')
const text = fc.array(letters, { maxLength: 40 }).map((all) => all.join(''))
const words = fc.uniqueArray(
  fc
    .array(fc.constantFrom('a', 'b', 'c', '1', 'ж'), { minLength: 1, maxLength: 7 })
    .map((all) => all.join('')),
  { minLength: 1, maxLength: 12 },
)
const longestFirst = (all: string[]) =>
  [...all].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join('|')

/** Every hit, each search going on where the last hit ended. */
function hits(search: ReturnType<typeof searchOf>, of: string): [number, string][] {
  const found: [number, string][] = []
  for (let hit = search(of, 0); hit; hit = search(of, hit.index + hit.word.length))
    found.push([hit.index, hit.word])
  return found
}

test.each([
  { whole: true, ending: '(?=s?(?![a-z]))' },
  { whole: false, ending: '' },
])('a long list finds what one expression over its words finds: %o', ({ whole, ending }) => {
  fc.assert(
    fc.property(words, text, (list, of) => {
      const expression = new RegExp(`${whole ? '(?<![a-z0-9])' : ''}(?:${longestFirst(list)})${ending}`, 'g')
      const search = searchOf(list, { whole, ending: ending ? new RegExp(ending, 'y') : null })
      expect(hits(search, of)).toEqual([...of.matchAll(expression)].map((hit) => [hit.index, hit[0]]))
    }),
    { numRuns: 2000 },
  )
})
