import { expect, test } from 'vitest'
import { watchProgress } from './watch-progress.ts'

function watched() {
  const state = { pending: 0, consumed: 0, answers: true, now: 0, stalls: 0 }
  const watch = watchProgress({
    oldestPendingSeconds: async () => state.pending,
    ping: async () => (state.answers ? undefined : Promise.reject(new Error('away'))),
    consumed: () => state.consumed,
    limitSeconds: 60,
    onStall: () => {
      state.stalls += 1
    },
    now: () => state.now,
  })
  const after = async (seconds: number, change: Partial<typeof state>) => {
    Object.assign(state, change, { now: state.now + seconds * 1000 })
    return watch.runOnce()
  }
  return { state, after }
}

test('old work, a queue that answers, nothing consumed: stalled', async () => {
  const { state, after } = watched()
  expect(await after(10, { pending: 61 })).toBe(false)
  expect(await after(59, { pending: 120 })).toBe(true)
  expect(state.stalls).toBe(1)
})

test.each<[string, Parameters<ReturnType<typeof watched>['after']>[1]]>([
  ['nothing is pending for long', { pending: 30 }],
  ['a job began', { pending: 500, consumed: 1 }],
  ['the queue does not answer', { pending: 500, answers: false }],
])('not stalled: %s', async (_name, change) => {
  const { state, after } = watched()
  expect(await after(600, change)).toBe(false)
  expect(state.stalls).toBe(0)
})

test('each sign of life starts the count anew', async () => {
  const { after } = watched()
  await after(50, { pending: 100, consumed: 1 })
  expect(await after(59, { pending: 160 })).toBe(false)
  expect(await after(1, { pending: 161 })).toBe(true)
})
