import { createTestDatabase, type TestDatabase, until } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../journey/person.ts'
import { whyNotInstalled } from './installed-network.ts'
import { Scene, SOON_MS, TIMEOUT, unless } from './scene.ts'

const missing = await whyNotInstalled()

/** Those told in passing are stored, and flagged by nobody: what is gone of them is erased at once. */
const passing = {
  inGap: 'I collected my Zolvara from the pharmacy this morning.',
  whilePaused: 'The Zolvara advertisement is on at the station again.',
  afterEnd: 'Which pharmacy near the harbour has Zolvara in stock?',
}
const stories = {
  ...passing,
  edited: 'Zolvara gave my neighbour Wilhelmine (55) a seizure this morning, the ambulance came.',
  away: 'My uncle Thaddeus (61) could not breathe after one Zolvara, we are in hospital with him.',
  takenDown: 'Zolvara: my husband Ignatius (66) has had dizziness and a bleeding nose since he takes it.',
  left: 'After two days of Zolvara my brother Ludovic (31) fainted twice and vomited all night long.',
  after: 'My son Bartholomew (9) had hives and a swollen face an hour after his first Zolvara pill.',
}
type Story = keyof typeof stories
const flagged = ['edited', 'away', 'takenDown', 'left'] as const
/** A gap is searched for a minute after its end, and what was held is asked after a minute later. */
const FILLED_MS = 280_000

/** Each test goes on where the last one stopped. */
describe.skipIf(missing)(
  `what is taken back on a whole Bluesky network while nobody hears it${unless(missing)}`,
  TIMEOUT,
  () => {
    let scene: Scene<Story>
    let database: TestDatabase
    let ingest: Awaited<ReturnType<typeof scene.listen>>
    let allowed: string[]
    let sourceId: string
    let operator: Person

    beforeAll(async () => {
      database = await createTestDatabase()
      scene = await Scene.open(stories, undefined, database.url())
      await scene.goLive(false)
      expect(await scene.goLive()).toMatchObject({ code: 0 })
      const { appView = '', directory = '', jetstream, server } = scene.network.where
      const config = { urls: [jetstream], appView, directory, gapToleranceMs: 1_000 }
      await sql`update source set config = ${JSON.stringify(config)}`.execute(scene.hark.db)
      ;({ id: sourceId } = await scene.hark.db.selectFrom('source').select('id').executeTakeFirstOrThrow())
      allowed = [appView, directory, server]
      operator = await scene.hark.signIn('oli')
      ingest = await scene.listen(...allowed)
      await scene.tell(...(Object.keys(passing) as Story[]), ...flagged)
      await scene.heard(flagged)
      const judged = async () => (await states()).filter(({ outcome }) => outcome === 'negative').length === 3
      await until('the rest is judged', judged, SOON_MS)
    }, 300_000)
    afterAll(async () => {
      await scene?.[Symbol.asyncDispose]()
      await database?.[Symbol.asyncDispose]()
    })

    const states = async () =>
      (
        await sql<{ id: string; outcome: string; erased: boolean; why: string | null }>`
          select external_id as id, s.outcome, erased_at is not null as erased, removal_reason as why
          from post p join post_stage s on s.post_id = p.id order by stored_at`.execute(scene.hark.db)
      ).rows
    const of = async (story: Story) => (await states()).filter(({ id }) => id === scene.posts[story].uri)
    const isErased = (story: Story, withinMs = SOON_MS) =>
      until(`${story} is erased`, async () => (await of(story))[0]?.erased === true, withinMs, ingest.output)
    const viewShows = async (story: Story, shown: boolean) => {
      const url = `${scene.network.where.appView}/xrpc/app.bsky.feed.getPosts?${new URLSearchParams({ uris: scene.posts[story].uri })}`
      const there = async () => ((await (await fetch(url)).json()) as { posts: unknown[] }).posts.length === 1
      await until(`the AppView shows ${story}: ${shown}`, async () => (await there()) === shown, SOON_MS)
    }
    /** As if all had been heard, and hidden, longer ago. */
    const later = async () => {
      await sql`update post_check set checked_at = checked_at - interval '2 days', asked_at = null`.execute(
        scene.hark.db,
      )
      await sql`update post set removed_at = removed_at - interval '2 hours' where removed_at is not null`.execute(
        scene.hark.db,
      )
    }
    const stop = async (how: 'pause' | 'end') => {
      const answer = await operator.post(`/api/sources/${sourceId}/${how}`, {
        reason: 'The campaign is over.',
      })
      expect(answer.status).toBe(200)
    }

    test('deleted, edited and deactivated inside a gap: heard of once the gap is filled', async () => {
      const { network, users, posts } = scene
      await ingest.stop()
      await network.delete(users.inGap, posts.inGap.uri)
      await network.edit(users.edited, posts.edited.uri, `${stories.edited} She is awake again.`)
      await network.deactivate(users.away)
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      network.forget()
      ingest = await scene.listen(...allowed)
      await scene.tell('after')
      await scene.heard(['after'])
      expect(await of('inGap')).toMatchObject([{ erased: false, why: null }])
      await isErased('inGap', FILLED_MS)
      const gaps = await scene.hark.db.selectFrom('coverage_gap').select(['state', 'lane']).execute()
      expect(gaps).toEqual([{ state: 'filled', lane: expect.stringMatching(/^search:/) }])
      await scene.showsRemoval('away', 'deactivated')
      expect(await of('edited')).toMatchObject([{ why: 'edited' }, { why: null }])
      expect((await of('after')).concat(await of('takenDown'))).toMatchObject([{ why: null }, { why: null }])
    })

    test('deleted or taken down while the source is paused: gone or hidden, and shown again when it is back', async () => {
      const { network, users, posts } = scene
      await stop('pause')
      await network.delete(users.whilePaused, posts.whilePaused.uri)
      await network.takeDown(users.takenDown)
      await viewShows('whilePaused', false)
      await viewShows('takenDown', false)
      await later()
      await isErased('whilePaused')
      await scene.showsRemoval('takenDown', 'taken_down')
      await network.takeDown(users.takenDown, false)
      await viewShows('takenDown', true)
      await later()
      await scene.showsRemoval('takenDown', null)
      expect((await scene.post('takenDown')).text).toBe(stories.takenDown)
      expect(await of('afterEnd')).toMatchObject([{ erased: false, why: null }])
    })

    test('deleted after the source was ended for good, with its account or alone: gone too', async () => {
      const { network, users, posts } = scene
      await stop('end')
      await network.delete(users.afterEnd, posts.afterEnd.uri)
      await network.deleteAccount(users.left)
      await viewShows('afterEnd', false)
      await viewShows('left', false)
      await later()
      await isErased('afterEnd')
      await scene.showsRemoval('left', 'deleted')
      expect(await of('after')).toMatchObject([{ erased: false, why: null }])
    })

    test('every sum is zero, and the ledger is valid', () => scene.holds())
  },
)
