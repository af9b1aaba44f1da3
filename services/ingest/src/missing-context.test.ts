import { connect, runningSources, storeBatch } from '@hark/db'
import type { Post } from '@hark/domain'
import { createMetrics } from '@hark/runtime'
import { type Source, Trouble } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { silent as log, postOf, sealing } from './given-post.fixture.ts'
import { fetchContextOnce } from './missing-context.ts'

async function withFlagged(...posts: Post[]) {
  const base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  await seedProgramme(admin, { platform: 'reddit' })
  const [source] = await runningSources(db)
  if (!source) throw new Error('no source')
  await storeBatch(db, { sourceId: source.id, posts, unmatched: 0, rejected: [], removals: [] }, sealing)
  await sql`update post_stage set state = 'done', outcome = 'flagged' where post_id in (select id from post where external_id like 'flagged%')`.execute(
    admin,
  )
  const ctx = { db, sealing, log, metrics: createMetrics('ingest') }
  const round = (context: NonNullable<Source['context']>) =>
    fetchContextOnce(ctx, source, { platform: 'reddit', context }, new AbortController().signal)
  const tries = async () =>
    (
      await sql<{ id: string; tries: number; nextAt: Date | null; reason: string | null }>`
        select p.external_id as id, c.tries, c.next_at as "nextAt", c.reason
        from context_try c join post p on p.id = c.post_id order by 1`.execute(admin)
    ).rows
  const later = () => sql`update context_try set next_at = now() where next_at is not null`.execute(admin)
  const held = async () =>
    (await admin.selectFrom('post').select('external_id').orderBy('external_id').execute()).map(
      ({ external_id }) => external_id,
    )
  const end = async () => {
    await Promise.all([admin.destroy(), db.destroy()])
    await base[Symbol.asyncDispose]()
  }
  return { admin, round, tries, later, held, [Symbol.asyncDispose]: end }
}

test('what a flagged post answers is asked for again until it is here, and then no more', async () => {
  await using world = await withFlagged(
    postOf('flagged', { parentId: 'parent' }),
    postOf('other', { parentId: 'elsewhere' }),
    postOf('flagged alone'),
  )
  const asked: string[] = []
  const down: Source['context'] = async ({ externalId }) => {
    asked.push(externalId)
    throw new Trouble('unavailable', 'http.500')
  }
  expect(await world.round(down)).toBe(1)
  expect(await world.round(down)).toBe(0)
  const [first] = await world.tries()
  expect(first).toMatchObject({ id: 'flagged', tries: 1, reason: 'http.500', nextAt: expect.anything() })
  await world.later()
  const up: Source['context'] = async ({ parentId }) => [postOf(parentId ?? '')]
  expect(await world.round(up)).toBe(1)
  expect(await world.held()).toEqual(['flagged', 'flagged alone', 'other', 'parent'])
  expect(await world.tries()).toMatchObject([{ tries: 2, reason: null, nextAt: null }])
  await world.later()
  expect(await world.round(down)).toBe(0)
  expect(asked).toEqual(['flagged'])
})

test('it is given up after six tries, at once where the platform does not show it; one in trouble stands in no way', async () => {
  await using world = await withFlagged(
    postOf('flagged 1', { parentId: 'broken' }),
    postOf('flagged 2', { parentId: 'deleted' }),
  )
  const context: Source['context'] = async ({ parentId }) => {
    if (parentId === 'broken') throw new Trouble('unavailable', 'http.500')
    return []
  }
  for (let round = 0; round < 8; round += 1) {
    await world.round(context)
    await world.later()
  }
  expect(await world.tries()).toMatchObject([
    { id: 'flagged 1', tries: 6, reason: 'http.500', nextAt: null },
    { id: 'flagged 2', tries: 1, reason: 'context.not_shown', nextAt: null },
  ])
})

test('a platform that says when is asked no sooner, and nothing else meanwhile', async () => {
  await using world = await withFlagged(
    postOf('flagged 1', { parentId: 'a' }),
    postOf('flagged 2', { parentId: 'b' }),
  )
  const untilMs = Date.now() + 7_200_000
  let asked = 0
  await world.round(async () => {
    asked += 1
    throw new Trouble('limited', 'http.429', untilMs)
  })
  expect(asked).toBe(1)
  const [one] = await world.tries()
  expect(new Date(one?.nextAt ?? 0).getTime()).toBe(untilMs)
})
