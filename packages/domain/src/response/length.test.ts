import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Platform, platforms } from '../post.ts'
import { measureLength } from './length.ts'

const family = '👨‍👩‍👧‍👦'
const long = 'https://example.com/a/path/that/is/quite/long/indeed?with=query'

test.each<[Platform, string, number, number, string]>([
  ['bluesky', 'abc', 3, 300, 'graphemes'],
  ['bluesky', family, 1, 300, 'graphemes'],
  ['bluesky', 'e\u0301', 1, 300, 'graphemes'],
  ['bluesky', 'a'.repeat(300), 300, 300, 'graphemes'],
  ['bluesky', 'a'.repeat(301), 301, 300, 'graphemes'],
  ['bluesky', family.repeat(120), 120, 300, 'graphemes'],
  ['bluesky', `${family.repeat(120)}x`, 3001, 3000, 'bytes'],
  ['bluesky', long, long.length, 300, 'graphemes'],
  ['x', 'abc', 3, 280, 'weighted characters'],
  ['x', 'Grüße', 5, 280, 'weighted characters'],
  ['x', 'e\u0301', 1, 280, 'weighted characters'],
  ['x', '日本語', 6, 280, 'weighted characters'],
  ['x', family, 2, 280, 'weighted characters'],
  ['x', '👍🏽🇩🇪', 4, 280, 'weighted characters'],
  ['x', '“quoted” – so', 13, 280, 'weighted characters'],
  ['x', long, 23, 280, 'weighted characters'],
  ['x', `see ${long}, or http://a.co.`, 4 + 23 + 5 + 23 + 1, 280, 'weighted characters'],
  ['x', 'fda.gov/medwatch', 23, 280, 'weighted characters'],
  ['x', 'a@b.example', 11, 280, 'weighted characters'],
  ['mastodon', 'abc', 3, 500, 'characters'],
  ['mastodon', long, 23, 500, 'characters'],
  ['mastodon', 'www.hpra.ie', 11, 500, 'characters'],
  ['mastodon', '@jane@social.example hi', 8, 500, 'characters'],
  ['mastodon', family, 1, 500, 'characters'],
  ['practice', 'abc', 3, 500, 'characters'],
  ['reddit', 'abc', 3, 10_000, 'characters'],
  ['feed', 'abc', 3, 0, 'characters'],
  ['file', '', 0, 0, 'characters'],
])('%s counts %j as %i of %i %s', (platform, text, used, limit, unit) => {
  expect(measureLength(text, platform)).toEqual({ used, limit, unit })
})

test('more text is never shorter where no link can form', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ü', '日', family, ' ', '\n'), maxLength: 50 })
  fc.assert(
    fc.property(text, text, fc.constantFrom(...platforms), (a, b, platform) => {
      const share = (t: string) => {
        const { used, limit } = measureLength(t, platform)
        return limit === 0 ? used : used / limit
      }
      // A space keeps the seam from joining two characters into one.
      expect(share(`${a} ${b}`)).toBeGreaterThanOrEqual(share(a))
    }),
  )
})
