import { connect, enrolForChecks, listSources, recheckHealth, type SourceToAsk, storeBatch } from '@hark/db'
import { createMetrics } from '@hark/runtime'
import { type Source, Trouble } from '@hark/sources'
import { createTestDatabase, seedProgramme, until } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { IngestContext } from './context.ts'
import { silent as log, postOf, sealing } from './given-post.fixture.ts'
import { recheckUntilStopped } from './recheck.ts'

test('that held posts cannot be asked after is kept: since when, why, and what is overdue; an answer ends it', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    const { sourceId, id: programmeId } = await seedProgramme(admin, { platform: 'mastodon' })
    await storeBatch(
      db,
      {
        sourceId,
        posts: [postOf('held', { platform: 'mastodon' })],
        unmatched: 0,
        rejected: [],
        removals: [],
      },
      sealing,
    )
    await enrolForChecks(db, ['mastodon'])
    await sql`update post_check set checked_at = now() - interval '2 days'`.execute(admin)
    const source: SourceToAsk = {
      id: sourceId,
      programmeId,
      platform: 'mastodon',
      name: 'm',
      config: {},
      cursor: null,
      policy: {},
      permissionReference: null,
      reach: [],
      running: true,
    }
    const ctx = { db, sealing, log, metrics: createMetrics('ingest') } as unknown as IngestContext
    const health = async () => (await listSources(admin)).find(({ id }) => id === sourceId)?.rechecks
    /** One life of the asker, until what it found out is kept. */
    const life = async (recheck: Source['recheck'], known: () => Promise<boolean>) => {
      const stop = new AbortController()
      const asking = recheckUntilStopped(ctx, source, { recheck } as Source, stop.signal)
      await until('it is kept', known, 20_000)
      stop.abort()
      await asking
    }
    const failing = async () => {
      throw new Trouble('refused', 'http.401')
    }
    await life(failing, async () => (await health())?.failures === 1)
    const first = await health()
    expect(first).toMatchObject({ dueHours: 24, reason: 'http.401', overdue: 1 })
    await life(failing, async () => (await health())?.failures === 2)
    expect((await health())?.failingSince).toBe(first?.failingSince)
    expect(await recheckHealth(admin)).toMatchObject([
      { platform: 'mastodon', failingSeconds: expect.any(Number), overdue: 1 },
    ])
    const answering = async (ids: readonly string[]) =>
      ids.map((externalId) => ({ externalId, now: 'same' as const }))
    await life(answering, async () => (await health())?.failures === 0)
    expect(await health()).toMatchObject({ failingSince: null, reason: null, overdue: 0 })
    expect(await recheckHealth(admin)).toMatchObject([{ failingSeconds: 0, overdue: 0 }])
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})
