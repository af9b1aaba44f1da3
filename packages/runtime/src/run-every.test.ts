import { expect, test } from 'vitest'
import { runEvery } from './run-every.ts'

test('never overlaps itself, goes on after an error, stops once aborted and waits for the last run', async () => {
  const stop = new AbortController()
  const errors: unknown[] = []
  let running = 0
  let most = 0
  let runs = 0

  await runEvery(
    1,
    async () => {
      running += 1
      most = Math.max(most, running)
      runs += 1
      await Promise.resolve()
      running -= 1
      if (runs === 2) throw new Error('once')
      if (runs === 4) stop.abort()
    },
    stop.signal,
    (error) => errors.push(error),
  )

  expect({ runs, most, running }).toEqual({ runs: 4, most: 1, running: 0 })
  expect(errors).toEqual([new Error('once')])
})

test('an abort cuts the wait short and its own AbortError is not reported', async () => {
  const stop = new AbortController()
  const errors: unknown[] = []
  const began = performance.now()
  const loop = runEvery(
    60_000,
    async () => setImmediate(() => stop.abort()),
    stop.signal,
    (e) => errors.push(e),
  )
  await loop
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(errors).toEqual([])
})

test('already aborted: nothing runs', async () => {
  let runs = 0
  await runEvery(
    1,
    async () => runs++,
    AbortSignal.abort(),
    () => {},
  )
  expect(runs).toBe(0)
})
