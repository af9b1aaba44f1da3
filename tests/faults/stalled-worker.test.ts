import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { whenStalled } from '../../services/classifier/src/when-stalled.ts'

test('old work, a queue that answers and nothing taken for as long as the limit: the process ends', async () => {
  await using stack = await startStack()
  const state = { consumed: 0, now: 0, answers: true, ended: 0 }
  const ping = () => (state.answers ? Promise.resolve() : Promise.reject(new Error('away')))
  const look = whenStalled(
    {
      db: stack.dbAs('hark_classifier'),
      queues: { ping },
      worker: { consumed: () => state.consumed },
      log: { error: () => undefined },
      limitSeconds: 300,
      now: () => state.now * 1000,
    },
    () => state.ended++,
  )
  const lookAt = async (now: number, change: Partial<typeof state> = {}) => {
    Object.assign(state, change, { now })
    await look()
    return state.ended
  }
  expect(await lookAt(1_000)).toBe(0) // nothing waits
  await stack.seedPost()
  await sql`update post_stage set state = 'pending', outcome = null, created_at = now() - interval '10 minutes'`.execute(
    stack.db,
  )
  expect(await lookAt(1_200)).toBe(0) // not for long enough
  expect(await lookAt(1_400, { consumed: 1 })).toBe(0) // something was taken
  expect(await lookAt(1_800, { answers: false })).toBe(0) // no queue, nothing to take
  expect(await lookAt(1_900, { answers: true })).toBe(1)
})
