import { connect, enrolForChecks, type SourceToRead, storeBatch } from '@hark/db'
import { DomainError, type Post } from '@hark/domain'
import { createMetrics, type Metrics } from '@hark/runtime'
import type { Batch, Source } from '@hark/sources'
import { createTestDatabase, seedProgramme, until } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { IngestContext } from './context.ts'
import { postOf as given, silent as log, sealing } from './given-post.fixture.ts'
import { httpOf, openSource } from './open-source.ts'
import { runSources } from './run-sources.ts'

const KEY = Buffer.alloc(32, 7)
const postOf = (externalId: string): Post => given(externalId, { platform: 'mastodon' })
const batchOf = (n: number): Batch => ({
  offered: 1,
  unmatched: 0,
  posts: [postOf(`p${n}`)],
  rejected: [],
  removals: [],
  cursor: String(n),
})
const readers: Record<string, () => Promise<Source>> = {
  /** Cannot even be opened. */
  reddit: async () => {
    throw new DomainError('source.forbidden_by_policy', 'no permission on file')
  },
  /** Answers nothing, ever. */
  x: async () => ({
    platform: 'x',
    async *read(signal) {
      await new Promise((done) => signal.addEventListener('abort', done))
    },
  }),
  /** Breaks after a batch. */
  youtube: async () => ({
    platform: 'youtube',
    async *read() {
      yield { ...batchOf(0), posts: [{ ...postOf('y'), platform: 'youtube' }], cursor: 'y' }
      throw Object.assign(new Error('broken'), { code: 'fetch.broken_off' })
    },
  }),
  mastodon: async () => ({
    platform: 'mastodon',
    async *read() {
      for (let n = 1; n <= 20; n += 1) yield batchOf(n)
    },
  }),
}

/** Values of a metric by its labels. */
async function shown({ registry }: Metrics, name: string): Promise<Record<string, number>> {
  const found = await registry.getSingleMetric(name)?.get()
  return Object.fromEntries(
    (found?.values ?? [])
      .map(({ labels, value }): [string, number] => [
        [labels.platform, labels.outcome].filter(Boolean).join(' '),
        value,
      ])
      .sort(),
  )
}

test('a source that is refused, one that hangs and one that breaks starve no other, and each says why', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  const stop = new AbortController()
  try {
    for (const platform of Object.keys(readers)) await seedProgramme(admin, { platform })
    const open = ({ platform }: SourceToRead) => readers[platform]?.() as Promise<Source>
    const metrics = createMetrics('ingest')
    const running = runSources({ db, sealing, open, log, metrics }, stop.signal)
    const sources = async () =>
      (
        await sql<
          Record<string, string | null>
        >`select platform, state, cursor, last_error as error from source order by platform`.execute(admin)
      ).rows
    await until(
      'the good source is read to its end',
      async () =>
        (await sources()).some(({ platform, state }) => platform === 'mastodon' && state === 'ended'),
      20_000,
    )
    await until(
      'two say why',
      async () => (await sources()).filter(({ error }) => error !== null).length === 2,
      20_000,
    )
    expect(await sources()).toEqual([
      { platform: 'mastodon', state: 'ended', cursor: '20', error: null },
      { platform: 'reddit', state: 'running', cursor: null, error: 'source.forbidden_by_policy' },
      { platform: 'x', state: 'running', cursor: null, error: null },
      { platform: 'youtube', state: 'running', cursor: 'y', error: 'fetch.broken_off' },
    ])
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from post`.execute(admin)
    expect(rows[0]?.n).toBe(21)
    expect(await shown(metrics, 'hark_ingest_posts_total')).toMatchObject({
      'mastodon stored': 20,
      'mastodon duplicate': 0,
      'youtube stored': 1,
    })
    const failed = await shown(metrics, 'hark_source_failures_total')
    expect(Object.keys(failed)).toEqual(['reddit', 'youtube'])
    stop.abort()
    await running
  } finally {
    stop.abort()
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

test.each<[string, string, number]>([
  ['paused', 'reads nothing', 0],
  ['ended', 'reads nothing', 0],
  ['running', 'cannot be read', 1],
])('a source that is %s %s, and what it holds is asked after', async (state, _, readers) => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  const stop = new AbortController()
  try {
    const { sourceId } = await seedProgramme(admin, { platform: 'mastodon' })
    // Acknowledged before anybody thought of asking: the duty is there all the same.
    await sql`update source set policy = '{"recheckHours": null}', acknowledged_at = now()`.execute(admin)
    const held = {
      sourceId,
      posts: [postOf('held'), postOf('gone')],
      unmatched: 0,
      rejected: [],
      removals: [],
    }
    await storeBatch(db, held, sealing)
    await sql`update post_stage set state = 'done', outcome = 'negative'`.execute(admin)
    await enrolForChecks(db, ['mastodon'])
    await sql`update post_check set checked_at = now() - interval '2 days'`.execute(admin)
    await sql`update source set state = ${state}`.execute(admin)
    let reads = 0
    const askers = new Set<string | undefined>()
    const open: IngestContext['open'] = async (_source, _wants, purpose) => ({
      platform: 'mastodon',
      async *read() {
        reads += 1
        yield* []
        throw Object.assign(new Error('broken'), { code: 'fetch.broken_off' })
      },
      recheck: async (ids) =>
        ids.map((externalId) =>
          askers.add(purpose) && externalId === 'gone'
            ? { externalId, now: 'gone' as const, reason: 'deleted' as const }
            : { externalId, now: 'same' as const },
        ),
    })
    const running = runSources({ db, sealing, open, log, metrics: createMetrics('ingest') }, stop.signal)
    const texts = async () =>
      (
        await sql<{
          id: string
          text: string | null
        }>`select external_id as id, text from post order by 1`.execute(admin)
      ).rows
    await until('what is gone there is gone here', async () => (await texts())[0]?.text === null, 20_000)
    expect(await texts()).toEqual([
      { id: 'gone', text: null },
      { id: 'held', text: 'Zolvara held' },
    ])
    expect([Math.min(reads, 1), [...askers]]).toEqual([readers, ['ask']])
    stop.abort()
    await running
  } finally {
    stop.abort()
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

test('terms that ask for a permission open nothing to listen to without one', async () => {
  await using base = await createTestDatabase()
  const db = connect({ url: base.url('hark_ingest') })
  const config = {
    HARK_PSEUDONYM_KEY: KEY,
    HARK_PRIVATE_KEY: KEY,
    HARK_OFFLINE: true,
    HARK_FETCH_ALLOW: [],
  } as never
  const source = {
    id: '018f0000-0000-7000-8000-000000000000',
    programmeId: '',
    platform: 'x',
    name: '',
    config: {},
    cursor: null,
    policy: {},
    permissionReference: null,
    reach: [],
  }
  const opening = openSource(source, () => true, { config, http: httpOf(config), db, log })
  await expect(opening).rejects.toMatchObject({ code: 'source.forbidden_by_policy' })
  const asking = (more: object) =>
    openSource(
      { ...source, platform: 'bluesky' },
      () => true,
      { config: { ...(config as object), ...more } as never, http: httpOf(config), db, log },
      'ask',
    )
  // What is held is asked after under stricter terms too, but never by who is told to reach nobody.
  await expect(asking({})).rejects.toMatchObject({ code: 'offline by configuration' })
  const opened = await asking({ HARK_FETCH_ALLOW: ['public.api.bsky.app:443'] })
  expect(opened.recheck).toBeDefined()
  await expect(
    opened.recheck?.(['at://did:plc:a/app.bsky.feed.post/1'], AbortSignal.timeout(9_000)),
  ).rejects.toThrow()
  await db.destroy()
})
