import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf } from './clock.fixture.ts'
import { duties } from './duties.ts'

const DAY = 86_400_000

test('each closed week is drawn once, whichever clock comes first, and what a sleeping clock missed', async () => {
  await using stack = await startStack()
  for (const text of ['Zolvara, one', 'Zolvara, two'])
    await stack.seedPost({ text, finding: { flagged: false, score: 0 } })
  const [now, asleep] = [Date.now(), 22 * DAY]
  const sampler = async (at: number) => {
    const ctx = { ...clockOf(stack), now: () => new Date(at) }
    const duty = (await duties(ctx)).find((d) => d.name === 'samples')
    if (!duty) throw new Error('the clock has no such duty')
    return duty.run()
  }
  expect(await sampler(now)).toBe(0)
  expect((await Promise.all([sampler(now + asleep), sampler(now + asleep)])).toSorted()).toEqual([0, 1])
  expect(await sampler(now + asleep)).toBe(0) // as after a restart
  const drawn = await sql<{ posts: number; days: number }>`
    select (select count(*)::int from sample_post) as posts, (extract(epoch from to_at - from_at) / 86400)::int as days from sample`.execute(
    stack.db,
  )
  expect(drawn.rows).toEqual([{ posts: 2, days: 7 }])
})

test('what lies further back than the clock looks is drawn no more', async () => {
  await using stack = await startStack()
  await stack.seedPost({ finding: { flagged: false, score: 0 } })
  const ctx = { ...clockOf(stack), now: () => new Date(Date.now() + 50 * DAY) }
  expect(await (await duties(ctx)).find((d) => d.name === 'samples')?.run()).toBe(0)
})
