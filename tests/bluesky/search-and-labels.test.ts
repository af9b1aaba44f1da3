import { blueskyReplyTarget } from '@hark/sources'
import { createTestDatabase, type TestDatabase, until } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { whyNotInstalled } from './installed-network.ts'
import { Scene, SOON_MS, TIMEOUT, unless } from './scene.ts'

const missing = await whyNotInstalled()

const stories = {
  labelled: 'Zolvara gave my neighbour Wilhelmine (55) a seizure this morning, the ambulance came.',
  missed: 'My son Bartholomew (9) had hives and a swollen face an hour after his first Zolvara pill.',
  missedToo: 'My uncle Thaddeus (61) could not breathe after one zolvaribine, we are in hospital with him.',
  after: 'Zolvara: my husband Ignatius (66) has had dizziness and a bleeding nose since he takes it.',
}
/** A gap is searched for a minute after its end at the earliest, and looked for each half minute. */
const SEARCHED_MS = 240_000

/** Each test goes on where the last one stopped. */
describe.skipIf(missing)(
  `search and labels of a whole Bluesky network, with its AppView and its moderation service${unless(missing)}`,
  TIMEOUT,
  () => {
    let scene: Scene<keyof typeof stories>
    let database: TestDatabase
    let ingest: Awaited<ReturnType<typeof scene.listen>>
    /** The AppView is on this machine: a host that must be allowed by name. */
    let allowed: string[]

    beforeAll(async () => {
      database = await createTestDatabase()
      scene = await Scene.open(stories, undefined, database.url())
      await scene.goLive(false)
      expect(await scene.goLive()).toMatchObject({ code: 0 })
      const { appView = '', labeler, jetstream } = scene.network.where
      const config = {
        urls: [jetstream],
        appView,
        gapToleranceMs: 1_000,
        labelers: [`${labeler?.url}#${labeler?.did}`],
      }
      await sql`update source set config = ${JSON.stringify(config)}`.execute(scene.hark.db)
      allowed = [appView, labeler?.url ?? '']
      ingest = await scene.listen(...allowed)
      await scene.tell('labelled')
      await scene.heard(['labelled'])
    }, 300_000)
    afterAll(async () => {
      await scene?.[Symbol.asyncDispose]()
      await database?.[Symbol.asyncDispose]()
    })

    const gaps = () =>
      scene.hark.db
        .selectFrom('coverage_gap')
        .select(['lane', 'state', 'reason'])
        .orderBy('opened_at')
        .execute()
    const gapIs = async (state: string, reason: string, withinMs: number) => {
      const is = async () => {
        const [gap] = await gaps()
        return gap?.state === state && gap.reason.startsWith(reason)
      }
      await until(`the gap is ${state} for ${reason}`, is, withinMs, () => ingest.output())
      expect(await gaps()).toEqual([expect.objectContaining({ lane: expect.stringMatching(/^search:/) })])
    }

    test('a post its moderators hide is hidden, a warning hides nothing, and a lifted label gives it back', async () => {
      const post = scene.posts.labelled
      await scene.network.label(post, { create: ['!warn', '!hide'] })
      await scene.showsRemoval('labelled', 'hidden')
      await scene.network.label(post, { negate: ['!hide'] })
      await scene.showsRemoval('labelled', null)
      expect((await scene.post('labelled')).text).toBe(stories.labelled)
    })

    test('what the stream forgot while nobody listened is an open gap; where search cannot be asked, it says so', async () => {
      await ingest.stop()
      await scene.tell('missed', 'missedToo')
      await new Promise((resolve) => setTimeout(resolve, 2_500))
      scene.network.forget()
      ingest = await scene.listen(scene.network.where.labeler?.url ?? '')
      await scene.tell('after')
      await gapIs('open', 'cursor.clamped', SOON_MS)
      await scene.heard(['after'])
      await gapIs('open', 'search.fetch.', SEARCHED_MS)
    })

    test('once search can be asked, what was missed becomes cases too, each once, and the gap is filled', async () => {
      await ingest.stop()
      ingest = await scene.listen(...allowed)
      await scene.heard(['missed', 'missedToo'], SEARCHED_MS)
      await gapIs('filled', 'search.fetch.', SOON_MS)
      const { rows } = await sql<{ posts: number; ids: number }>`
        select count(*)::int as posts, count(distinct external_id)::int as ids from post`.execute(
        scene.hark.db,
      )
      expect(rows).toEqual([{ posts: 4, ids: 4 }])
    })

    test('a reply to what was found by search answers the version that search showed', async () => {
      const { uri, cid } = scene.posts.missed
      const { raw } = await scene.hark.db
        .selectFrom('post')
        .select('raw')
        .where('external_id', '=', uri)
        .executeTakeFirstOrThrow()
      const self = { id: uri, cid }
      expect(blueskyReplyTarget({ externalId: uri, raw: raw ?? '' })).toEqual({ parent: self, root: self })
    })

    test('every sum is zero, and the ledger is valid', () => scene.holds())
  },
)
