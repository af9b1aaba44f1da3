import fc from 'fast-check'
import { expect, test } from 'vitest'
import { elided, joined, Pieces } from './pieces.ts'

const part = fc.constantFrom(
  ...'a|Z|don|t|’|\'|é|e\u0301|ñ|ß|1|23|.|,|?|?!|…|;|\n| |  |😀|(|"|—|_|-|#|@|0.5|１|И|ي|日本|\u200d'.split(
    '|',
  ),
)

test.each([
  [false, joined],
  [true, elided],
] as const)('a text is cut as the expression cuts it, apostrophes parting words: %s', (parted, pattern) => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      const pieces = new Pieces(text, parted)
      const cut: string[] = []
      while (pieces.next()) cut.push(text.slice(pieces.from, pieces.to))
      expect(cut).toEqual(text.match(pattern) ?? [])
    }),
    { numRuns: 2000 },
  )
})
