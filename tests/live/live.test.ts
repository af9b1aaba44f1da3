import { until } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { RecordedServer } from '../../packages/sources/src/jetstream/recorded-server.ts'
import { postLine } from '../../packages/sources/src/jetstream/sample-lines.ts'
import { createProgramme } from '../balance/deployment.ts'
import { untilSettled } from '../balance/killing.ts'
import { startWorld, type World } from '../balance/world.ts'
import { matching, productsInRecording, recordedDeletes, recordedPosts, recording } from './recording.ts'

/** For a crowded machine; alone, it takes some ten seconds. */
const LONG = 120_000
const absent = recording.absent ? ' (the recording of shared/fixtures/jetstream is absent)' : ''

test.skipIf(recording.absent)(
  `a programme that went live fills its queue with what matches of the network, and applies its deletes${absent}`,
  async () => {
    const posts = recordedPosts()
    const products = productsInRecording(posts)
    const wanted = matching(posts, products)
    expect(wanted.length).toBeGreaterThanOrEqual(3)
    const [brand] = products.map((p) => p.brand) as [string]
    const { lines, told, gone, deleted } = surround(brand)

    await using world = await startWorld({}, { lease: 10, requeue: 5 })
    await createProgramme(world.url(), products, 'Live')
    await using network = await RecordedServer.start(lines)
    const live = world.deployment.hark(
      'live',
      'bluesky',
      '--programme',
      'Live',
      '--acknowledge',
      'Test Person',
      '--url',
      network.url('/subscribe'),
    )
    expect((await live.ended).code, live.output()).toBe(0)
    await Promise.all((['clock', 'classifier', 'ingest'] as const).map((name) => world.services.keep(name)))
    await untilSettled(world.db, wanted.length + 3, LONG / 2, () => world.services.outputs().join('\n'))

    const stored = await storedUris(world)
    expect(stored.size).toBe(wanted.length + 3)
    expect([...wanted.map((p) => p.uri), told, gone, deleted].filter((uri) => !stored.has(uri)).length).toBe(
      0,
    )
    const counts =
      await sql`select sum(unmatched)::int as unmatched, sum(rejected)::int as rejected from source_count`.execute(
        world.db,
      )
    expect(counts.rows).toEqual([{ unmatched: posts.length - wanted.length, rejected: 0 }])

    // What was told of is in the queue of people; its author's deleting it does not take it away from them.
    expect(await casesOf(world, told)).toEqual([{ state: 'open', clocks: 3, removed: false }])
    expect(await casesOf(world, deleted)).toEqual([{ state: 'open', clocks: 3, removed: true }])
    // What was nobody's concern leaves with the author's word: at once, or when the clock next looks.
    await world.services.kill('clock')
    const erased = () =>
      sql<{
        erased: boolean
      }>`select erased_at is not null and text is null as erased from post where external_id = ${gone}`.execute(
        world.db,
      )
    await until('the deleted post is erased', async () => (await erased()).rows[0]?.erased, LONG / 2)
    const balance = world.deployment.hark('balance')
    expect((await balance.ended).code, balance.output()).toBe(0)
    expectNothingPrinted(
      world,
      posts.map((p) => p.text),
    )
  },
  LONG,
)

/** The recording between posts of our own: one to be flagged, and two that are deleted, the flagged one by the recording itself. */
function surround(brand: string) {
  const [recorded] = recordedDeletes()
  if (!recorded) throw new Error('the recording deletes nothing')
  const before = recorded.timeUs - 60_000_000
  const flagged = `since I started taking ${brand} I got a terrible rash and had to go to hospital`
  const mine = { did: 'did:plc:aaaaaaaaaaaaaaaaaaaaaaaa' }
  const told = { ...mine, rkey: '3aaaaaaaaaaaa', text: flagged, timeUs: before }
  const deleted = { did: recorded.did, rkey: recorded.rkey, text: `${flagged} again`, timeUs: before + 1 }
  const gone = {
    ...mine,
    rkey: '3bbbbbbbbbbbb',
    text: `${brand} is on the shelf of the corner shop`,
    timeUs: before + 2,
  }
  const uri = ({ did, rkey }: { did: string; rkey: string }) => `at://${did}/app.bsky.feed.post/${rkey}`
  const end = postLine({
    ...gone,
    operation: 'delete',
    rev: '3zzzzzzzzzzzz',
    timeUs: recorded.timeUs + 60_000_000,
  })
  return {
    lines: [...[told, deleted, gone].map((p) => postLine(p)), ...recording.lines(), end],
    told: uri(told),
    deleted: uri(deleted),
    gone: uri(gone),
  }
}

async function storedUris({ db }: World): Promise<Set<string>> {
  return new Set((await db.selectFrom('post').select('external_id').execute()).map((p) => p.external_id))
}

async function casesOf({ db }: World, uri: string) {
  const { rows } = await sql`
    select k.state, (select count(*)::int from case_clock c where c.case_id = k.id) as clocks, p.removed_at is not null as removed
    from post p join case_post cp on cp.post_id = p.id join pv_case k on k.id = cp.case_id where p.external_id = ${uri}`.execute(
    db,
  )
  return rows
}

/** No service wrote a stretch of any recorded post to its log. */
function expectNothingPrinted({ services }: World, texts: readonly string[]): void {
  const written = services.outputs().join('\n')
  const leaked = texts.filter(
    (text) => text.length >= 12 && written.includes(JSON.stringify(text.slice(0, 12)).slice(1, -1)),
  )
  expect(leaked.length).toBe(0)
}
