import { describe, expect, test } from 'vitest'
import { backoffMs, sleep } from './pace.ts'

describe('waiting before another try', () => {
  test.each([
    [1, 0, 250],
    [1, 1, 500],
    [3, 0, 1_000],
    [8, 0.5, 45_000],
    [1_000, 1, 60_000],
  ])('attempt %i with chance %f waits %i ms', (attempt, random, expected) => {
    expect(backoffMs(attempt, random)).toBe(expected)
  })

  test('an abort ends the wait at once', async () => {
    const stop = new AbortController()
    const waiting = sleep(3_600_000, stop.signal)
    stop.abort()
    await expect(waiting).resolves.toBeUndefined()
    await expect(sleep(3_600_000, stop.signal)).resolves.toBeUndefined()
  })
})
