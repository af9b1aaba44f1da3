import { connect, enrolForChecks, runningSources, storeBatch } from '@hark/db'
import type { Post } from '@hark/domain'
import { createMetrics } from '@hark/runtime'
import type { Rechecked } from '@hark/sources'
import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { postOf as given, sealing } from './given-post.fixture.ts'
import { recheckOnce } from './recheck.ts'

const metrics = createMetrics('ingest')
const postOf = (externalId: string, text: string, revision = ''): Post =>
  given(externalId, { text, revision })

test('what the platform no longer shows goes, what it changed is a new version, what it does not answer is asked again', async () => {
  await using base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  try {
    await seedProgramme(admin, { platform: 'reddit' })
    await sql`update source set policy = '{"recheckHours": 24}', acknowledged_at = now()`.execute(admin)
    const [source] = await runningSources(db)
    if (!source) throw new Error('nothing seeded')
    const posts = ['gone', 'changed', 'same', 'silent'].map((name) => postOf(name, `Zolvara ${name}`))
    await storeBatch(db, { sourceId: source.id, posts, unmatched: 0, rejected: [], removals: [] }, sealing)
    await sql`update post_stage set state = 'done', outcome = 'negative'`.execute(admin)
    await enrolForChecks(db)
    const asked: string[][] = []
    const recheck = async (ids: readonly string[]): Promise<Rechecked[]> => {
      asked.push(ids.toSorted())
      const answers: Rechecked[] = [
        { externalId: 'gone', now: 'gone', reason: 'deleted' },
        { externalId: 'changed', now: 'changed', post: postOf('changed', 'rewritten', '2') },
        { externalId: 'same', now: 'same' },
      ]
      return answers.filter(({ externalId }) => ids.includes(externalId))
    }
    const once = () =>
      recheckOnce(
        { db, sealing, metrics },
        source,
        { platform: 'reddit', recheck },
        18,
        new AbortController().signal,
      )
    await once()
    await once()
    await sql`update post_check set asked_at = asked_at - interval '61 minutes'`.execute(admin)
    await once()
    expect(asked).toEqual([['changed', 'gone', 'same', 'silent'], ['silent']])
    const { rows } = await sql<{
      id: string
      text: string | null
    }>`select external_id as id, text from post order by external_id, stored_at`.execute(admin)
    expect(rows).toEqual([
      { id: 'changed', text: null },
      { id: 'changed', text: 'rewritten' },
      { id: 'gone', text: null },
      { id: 'same', text: 'Zolvara same' },
      { id: 'silent', text: 'Zolvara silent' },
    ])
  } finally {
    await Promise.all([admin.destroy(), db.destroy()])
  }
})

test('an account that is away hides what is held of it, and comes back as the platform shows it', async () => {
  await using world = await holding('bluesky', ['one', 'two'])
  const { ask, later, shown } = world
  const away = { now: 'away', authorId: 'a', reason: 'deactivated' } as const
  await ask((externalId) => (externalId === 'one' ? { externalId, ...away } : null))
  expect(await shown()).toEqual({ one: 'deactivated', two: 'deactivated' })
  await later()
  await ask((externalId) => (externalId === 'one' ? { externalId, now: 'same' } : null))
  expect(await shown()).toEqual({ one: null, two: 'deactivated' })
})

test('after a gap in which deletions may have been told, what was held is asked after once', async () => {
  await using world = await holding('bluesky', ['one', 'two'])
  const { ask, gap } = world
  const heard = (externalId: string): Rechecked => ({ externalId, now: 'same' })
  expect(await ask(heard, 1_000_000)).toEqual([])
  await gap('reader')
  expect(await ask(heard, 1_000_000)).toEqual([])
  await gap('search:1')
  expect(await ask(heard, 1_000_000)).toEqual(['one', 'two'])
  expect(await ask(heard, 1_000_000)).toEqual([])
})

/** A source that holds posts of one author, judged and not flagged, heard three weeks ago. */
async function holding(platform: 'bluesky', names: readonly string[]) {
  const base = await createTestDatabase()
  const [admin, db] = [connect({ url: base.url() }), connect({ url: base.url('hark_ingest') })]
  await seedProgramme(admin, { platform })
  const [source] = await runningSources(db)
  if (!source) throw new Error('nothing seeded')
  const posts = names.map((name) => ({ ...postOf(name, `Zolvara ${name}`), platform }))
  await storeBatch(db, { sourceId: source.id, posts, unmatched: 0, rejected: [], removals: [] }, sealing)
  await sql`update post_stage set state = 'done', outcome = 'negative'`.execute(admin)
  await enrolForChecks(db, [platform])
  const ask = async (answer: (id: string) => Rechecked | null, afterHours = 18) => {
    const asked: string[] = []
    const recheck = async (ids: readonly string[]) => {
      asked.push(...ids.toSorted())
      return ids.flatMap((externalId) => answer(externalId) ?? [])
    }
    const missedIn = (lane: string) => lane.startsWith('search:')
    const opened = { platform, recheck, missedIn }
    await recheckOnce({ db, sealing, metrics }, source, opened, afterHours, new AbortController().signal)
    return asked
  }
  const later = async () => {
    await sql`update post_check set checked_at = now() - interval '2 days', asked_at = null`.execute(admin)
    await sql`update post set removed_at = removed_at - interval '2 hours'`.execute(admin)
  }
  const gap = (lane: string) =>
    sql`insert into coverage_gap (id, source_id, lane, from_at, to_at, reason, state)
      values (gen_random_uuid(), ${source.id}, ${lane}, now() - interval '2 hours', now() - interval '1 hour', 'r', 'filled')`.execute(
      admin,
    )
  const shown = async () => {
    const { rows } = await sql<{
      id: string
      why: string | null
    }>`select external_id as id, removal_reason as why from post order by 1`.execute(admin)
    return Object.fromEntries(rows.map(({ id, why }) => [id, why]))
  }
  const end = async () => {
    await Promise.all([admin.destroy(), db.destroy()])
    await base[Symbol.asyncDispose]()
  }
  return { ask, later, gap, shown, [Symbol.asyncDispose]: end }
}
