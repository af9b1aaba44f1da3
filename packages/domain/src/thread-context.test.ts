import { expect, test } from 'vitest'
import { contextStory, nextContextTry, notShown } from './thread-context.ts'

test('is asked for ever later, and given up within a day', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  const waits = [1, 2, 3, 4, 5, 6].map((tries) => nextContextTry(tries, now)?.getTime() ?? null)
  const minutes = waits.map((at) => at && (at - now.getTime()) / 60_000)
  expect(minutes).toEqual([1, 5, 30, 180, 720, null])
})

test.each([
  [{ tries: 0, nextAt: null, reason: null }, /is not here\.$/],
  [
    { tries: 2, nextAt: '2026-11-22T12:00:00Z', reason: 'http.500' },
    /not here yet: .*\(http\.500\)\. It is asked for again\.$/,
  ],
  [{ tries: 6, nextAt: null, reason: 'http.500' }, /not available: .*\(http\.500\), tried 6 times\.$/],
  [{ tries: 1, nextAt: null, reason: notShown }, /not available: the platform does not show it\.$/],
])('%j is told', (tries, says) => expect(contextStory(tries)).toMatch(says))
