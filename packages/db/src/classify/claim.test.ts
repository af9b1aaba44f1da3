import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { batchOf, postOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'
import { claimStages, MOST_ATTEMPTS, releaseStages } from './claim.ts'
import { noteQueueEpoch, relayStages, requeueStale, type Undispatched } from './relay.ts'
import { saveJudged } from './save-judged.ts'

async function waiting(count: number) {
  const stack = await startStack()
  const posts = Array.from({ length: count }, (_, n) => postOf({ externalId: `at://${n}` }))
  const stored = await storeBatch(stack.dbAs('hark_ingest'), batchOf(stack.programme, { posts }), sealing)
  const items = (stored?.postIds ?? []).map((postId) => ({ postId, gen: 0 }))
  const stages = () => stack.db.selectFrom('post_stage').selectAll().orderBy('post_id').execute()
  return Object.assign(stack, {
    items,
    classifier: stack.dbAs('hark_classifier'),
    clockDb: stack.dbAs('hark_clock'),
    stages,
  })
}
const judged = (posts: Awaited<ReturnType<typeof claimStages>>['posts']) =>
  posts.map((post) => ({ post, findings: [], copy: null }))

test('a post is held by one worker, whatever races, and judged once', async () => {
  await using stack = await waiting(20)
  const claims = await Promise.all(
    Array.from({ length: 4 }, () => claimStages(stack.classifier, stack.items)),
  )
  expect(claims.flatMap((c) => c.posts)).toHaveLength(20)
  const saved = await Promise.all(
    claims.map((c) => saveJudged(stack.classifier, stack.programme, c.token, judged(c.posts))),
  )
  expect(saved.reduce((n, s) => n + s.done, 0)).toBe(20)
  expect((await claimStages(stack.classifier, stack.items)).posts).toEqual([])
})

test('a worker that lost its lease saves nothing', async () => {
  await using stack = await waiting(1)
  const zombie = await claimStages(stack.classifier, stack.items)
  await sql`update post_stage set lease_until = clock_timestamp() - interval '1 second'`.execute(stack.db)
  const heir = await claimStages(stack.classifier, stack.items)
  expect(heir.posts).toHaveLength(1)
  expect(
    await saveJudged(stack.classifier, stack.programme, zombie.token, judged(zombie.posts)),
  ).toMatchObject({ done: 0 })
  expect(await saveJudged(stack.classifier, stack.programme, heir.token, judged(heir.posts))).toMatchObject({
    done: 1,
  })
  expect((await stack.stages())[0]).toMatchObject({ state: 'done', outcome: 'negative', attempts: 2 })
})

test('a job of an older generation takes nothing', async () => {
  await using stack = await waiting(1)
  const first = await claimStages(stack.classifier, stack.items)
  await releaseStages(stack.classifier, first.token, [stack.items[0]?.postId ?? ''], 'engine.busy')
  expect((await stack.stages())[0]).toMatchObject({
    state: 'pending',
    gen: 1,
    last_error: 'engine.busy',
    dispatched_at: null,
  })
  expect((await claimStages(stack.classifier, stack.items)).posts).toEqual([])
  expect(
    (
      await claimStages(
        stack.classifier,
        stack.items.map((i) => ({ ...i, gen: 1 })),
      )
    ).posts,
  ).toHaveLength(1)
})

test('attempts count when work is taken: what kills its worker is set aside after five', async () => {
  await using stack = await waiting(1)
  for (let n = 0; n < MOST_ATTEMPTS; n++) {
    expect((await claimStages(stack.classifier, stack.items)).posts).toHaveLength(1) // and here the process died
    await sql`update post_stage set lease_until = clock_timestamp() - interval '1 second'`.execute(stack.db)
  }
  expect((await claimStages(stack.classifier, stack.items)).posts).toEqual([])
  expect((await stack.stages())[0]).toMatchObject({ state: 'quarantined', attempts: MOST_ATTEMPTS })
  expect(await stack.auditActions(stack.items[0]?.postId ?? '')).toEqual(['post.quarantined'])
})

test('two relays hand each post over once; one that dies in between hands it over again', async () => {
  await using stack = await waiting(30)
  const sent: string[] = []
  const enqueue = async (work: Undispatched[]) => void sent.push(...work.map((w) => w.postId))
  const dying = relayStages(stack.clockDb, 10, async () => {
    throw new Error('the queue is down')
  })
  await expect(dying).rejects.toThrow('the queue is down')
  const other = stack.dbAs('hark_clock')
  while (
    (await Promise.all([relayStages(stack.clockDb, 7, enqueue), relayStages(other, 7, enqueue)])).some(
      (n) => n > 0,
    )
  );
  expect(sent).toHaveLength(30)
  expect(new Set(sent).size).toBe(30)
})

test('a queue that lost its memory gets everything unfinished again, once', async () => {
  await using stack = await waiting(3)
  await relayStages(stack.clockDb, 10, async () => {})
  expect([await noteQueueEpoch(stack.clockDb, 'a'), await noteQueueEpoch(stack.clockDb, 'a')]).toEqual([0, 0])
  expect([await noteQueueEpoch(stack.clockDb, 'b'), await noteQueueEpoch(stack.clockDb, 'b')]).toEqual([3, 0])
  expect((await stack.stages()).map((s) => [s.gen, s.dispatched_at])).toEqual(Array(3).fill([1, null]))
})

test('work not taken for long, or whose worker died, is handed over under a new generation; fresh work is left', async () => {
  await using stack = await waiting(3)
  await relayStages(stack.clockDb, 10, async () => {})
  expect(await requeueStale(stack.clockDb, 60)).toBe(0)
  await claimStages(stack.classifier, stack.items.slice(0, 1))
  const ids = stack.items.map((i) => i.postId)
  await sql`update post_stage set lease_until = clock_timestamp() - interval '1 second' where post_id = ${ids[0]}`.execute(
    stack.db,
  )
  await sql`update post_stage set dispatched_at = clock_timestamp() - interval '2 minutes' where post_id = ${ids[1]}`.execute(
    stack.db,
  )
  expect(await requeueStale(stack.clockDb, 60)).toBe(2)
  const gens = Object.fromEntries((await stack.stages()).map((s) => [s.post_id, s.gen]))
  expect(ids.map((id) => gens[id])).toEqual([1, 1, 0])
})
