import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../journey/person.ts'
import { folder, whyNotInstalled } from './installed-network.ts'
import { ListeningPost } from './listening-post.ts'
import { type Account, LocalNetwork } from './local-network.ts'

const SOON_MS = 45_000
const HOLD_SECONDS = 1

const missing = await whyNotInstalled()
const unless = (why: string | null) => (why ? ` (skipped: ${why})` : '')
const recordings = join(process.env.HARK_SHARED ?? join(process.cwd(), '../shared'), 'fixtures/jetstream')
const unconverted = missing ?? (existsSync(recordings) ? null : 'the recorded frames are not here')

test.skipIf(unconverted)(
  `the test’s own Jetstream makes of recorded frames what Jetstream made of them${unless(unconverted)}`,
  async () => {
    const argv = ['convert.mjs', join(recordings, 'frames.bin.zst')]
    const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder, maxBuffer: 2 ** 24 })
    const made = stdout.trim().split('\n')
    const expected = readFileSync(join(recordings, 'expected_v1.jsonl'), 'utf8').trim().split('\n')
    expect(expected).toHaveLength(152)
    expect(made.map(timeless).sort(byText)).toEqual(expected.map(timeless).sort(byText))
  },
  60_000,
)

const timeless = (line: string) => ({ ...JSON.parse(line), time_us: 0 })
const keyOf = (e: { did: string; kind: string; commit?: Record<string, string> }) =>
  [e.did, e.kind, e.commit?.rev, e.commit?.collection, e.commit?.rkey, e.commit?.operation].join()
const byText = (a: Parameters<typeof keyOf>[0], b: Parameters<typeof keyOf>[0]) =>
  keyOf(a) < keyOf(b) ? -1 : 1

const programme = {
  name: 'Zolvara in Europe',
  objective: 'Hear what people say happened to them with Zolvara.',
  strategy: 'Listen to the whole of Bluesky for its names, answer with the way to report.',
  markets: ['IE', 'DE'],
  languages: ['en', 'de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Harbour Pharma Ltd',
  receivingZone: 'Europe/Dublin',
  products: [{ brand: 'Zolvara', substance: 'zolvaribine' }],
}

const stories = {
  answered: 'My aunt Ottoline (72) started Zolvara on Monday and got a terrible rash all over.',
  crashed: 'After two days of Zolvara my brother Ludovic (31) fainted twice and vomited all night long.',
  edited: 'Zolvara gave my neighbour Wilhelmine (55) a seizure this morning, the ambulance came.',
  deleted: 'My son Bartholomew (9) had hives and a swollen face an hour after his first Zolvara pill.',
  takenDown: 'Zolvara: my husband Ignatius (66) has had dizziness and a bleeding nose since he takes it.',
}
type Story = keyof typeof stories

/** Each test goes on where the last one stopped. */
describe.skipIf(missing)(
  `on a real Bluesky network of this machine${unless(missing)}`,
  { timeout: 120_000 },
  () => {
    let network: LocalNetwork
    let hark: ListeningPost
    let brand: Account
    let ana: Person
    let ben: Person
    let cho: Person
    const users = {} as Record<Story, Account>
    const posts = {} as Record<Story, { uri: string; cid: string }>
    const caseIds = {} as Record<Story, string>
    const replies: Partial<Record<Story, string>> = {}

    beforeAll(async () => {
      network = await LocalNetwork.start()
      brand = await network.join('harbour-safety')
      for (const story of Object.keys(stories) as Story[])
        users[story] = await network.join(`user-${story.toLowerCase()}`)
      hark = await ListeningPost.open({
        ingest: { HARK_LOG_LEVEL: 'info' },
        api: {
          HARK_REPLY_PLATFORMS: 'bluesky',
          HARK_HOLD_SECONDS: String(HOLD_SECONDS),
          HARK_PV_CONTACT: 'safety@harbour.example',
        },
        publisher: {
          BLUESKY_SERVICE: network.where.server,
          BLUESKY_ACCOUNT: brand.did,
          BLUESKY_IDENTIFIER: brand.handle,
          BLUESKY_APP_PASSWORD: brand.password,
        },
      })
      await Promise.all((['clock', 'classifier', 'api'] as const).map((name) => hark.run(name)))
      ana = await hark.signIn('ana')
      ben = await hark.signIn('ben')
      cho = await hark.signIn('cho')
    }, 120_000)
    afterAll(async () => {
      await hark?.[Symbol.asyncDispose]()
      await network?.[Symbol.asyncDispose]()
    })

    const theCase = (story: Story) => ana.must('GET', `/api/cases/${caseIds[story]}`)
    const thePost = async (story: Story) => (await theCase(story)).postList[0]
    const theReply = (story: Story) => ben.must('GET', `/api/responses/${replies[story]}`)
    const replyIs = (story: Story, state: string) =>
      until(`the reply is ${state}`, async () => (await theReply(story)).state === state, SOON_MS)

    test('nothing is listened to before a person accepts it by name', async () => {
      const file = hark.write('programme.json', { ...programme, replyAccount: brand.did })
      expect(await hark.hark('programme', 'create', file)).toMatchObject({ code: 0 })
      const live = ['live', 'bluesky', '--programme', 'Zolvara', '--url', network.where.jetstream]
      const shown = await hark.hark(...live)
      expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('--acknowledge') })
      expect(await hark.db.selectFrom('source').selectAll().execute()).toEqual([])
      expect(await hark.hark(...live, '--acknowledge', 'Lea Lindqvist')).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('acknowledged by Lea Lindqvist'),
      })
    })

    test('what people post about the product becomes cases, the rest is counted and not kept', async () => {
      const ingest = await hark.run('ingest')
      await until('it listens', () => ingest.stdout().includes('"state":"connected"'), SOON_MS, ingest.output)
      await network.post(brand, 'A fine day for a walk by the sea.')
      for (const story of Object.keys(stories) as Story[])
        posts[story] = await network.post(users[story], stories[story])
      for (const story of Object.keys(stories) as Story[]) {
        const name = /\((?:\d+)\)/.exec(stories[story])?.index ?? 0
        const word = stories[story].slice(0, name).trim().split(' ').at(-1) ?? ''
        const found = async () => (await ana.must('GET', `/api/queue?search=${word}`)).items
        await until(`${story} is in the queue`, async () => (await found()).length === 1, SOON_MS)
        caseIds[story] = (await found())[0].id
        expect(await thePost(story)).toMatchObject({
          text: stories[story],
          platform: 'bluesky',
          externalId: posts[story].uri,
        })
      }
      const { rows } = await sql<{ offered: number; stored: number }>`
      select sum(offered)::int as offered, sum(stored)::int as stored from source_count`.execute(hark.db)
      expect(rows).toEqual([{ offered: 6, stored: 5 }])
    })

    test('two of them are decided and signed together', async () => {
      const decisions = [
        await conclude('answered', 'Zolvara', 'rash'),
        await conclude('crashed', 'Zolvara', 'fainted'),
      ]
      const items = decisions.map((d) => ({ decisionId: d.id, contentSha256: d.contentSha256 }))
      expect(await ana.must('POST', '/api/signing', { ...ana.both(), items })).toMatchObject({
        signature: { records: 2 },
        handoffs: 2,
      })
    })

    test('a signed reply is published under the user’s post, exactly once', async () => {
      await draft('answered')
      const publisher = await hark.run('publisher')
      expect(await repliesOf(network, brand)).toEqual([])
      await signOff('answered', ben.both())
      await replyIs('answered', 'sent')
      await publisher.stop()
      const [published, ...more] = await repliesOf(network, brand)
      expect(more).toEqual([])
      const { uri, cid } = posts.answered
      expect(published?.value).toMatchObject({
        text: (await theReply('answered')).versions[0].text,
        reply: { parent: { uri, cid }, root: { uri, cid } },
      })
      expect((await theReply('answered')).attempts).toMatchObject([
        { n: 1, outcome: 'sent', remoteId: published?.uri },
      ])
    })

    test('a publisher killed between sending and recording finds its reply again, and sends no second one', async () => {
      await draft('crashed')
      await signOff('crashed', { password: ben.credentials.password })
      const doomed = await hark.run('publisher', { HARK_CRASH_AT: 'publisher.afterSend' })
      expect(await doomed.ended).toMatchObject({ signal: 'SIGKILL' })
      expect(await repliesOf(network, brand)).toHaveLength(2)
      expect((await theReply('crashed')).state).toBe('sending')
      await hark.endLeaseOfAttempts()
      await hark.run('publisher')
      await replyIs('crashed', 'sent')
      const [, second] = await repliesOf(network, brand)
      expect((await theReply('crashed')).attempts).toMatchObject([
        { n: 1, outcome: 'sent', reason: 'found at the platform', remoteId: second?.uri },
      ])
      expect(await repliesOf(network, brand)).toHaveLength(2)
    })

    test('an edit is kept as another version, and the first is not lost', async () => {
      await network.edit(users.edited, posts.edited.uri, `${stories.edited} She is awake again.`)
      await until('the edit has come', async () => (await thePost('edited')).versions === 2, SOON_MS)
      const { postList, thread } = await theCase('edited')
      const texts = [...postList, ...thread].map((p: { text: string }) => p.text)
      expect(texts).toContain(stories.edited)
      expect(texts).toContain(`${stories.edited} She is awake again.`)
    })

    test('a deletion by its author is shown, and the author is not answered any more', async () => {
      await network.delete(users.deleted, posts.deleted.uri)
      await until('the deletion has come', async () => (await thePost('deleted')).removedAt !== null, SOON_MS)
      expect(await thePost('deleted')).toMatchObject({ removalReason: 'deleted', text: stories.deleted })
      expect(await cho.post('/api/responses', await draftOf('deleted'))).toMatchObject({
        status: 409,
        body: { code: 'response.post_gone' },
      })
    })

    test('so is the takedown of a whole account', async () => {
      await network.takeDown(users.takenDown)
      await until(
        'the takedown has come',
        async () => (await thePost('takenDown')).removedAt !== null,
        SOON_MS,
      )
      expect((await thePost('takenDown')).removalReason).toBe('taken_down')
    })

    test('every sum is zero, and the ledger is valid', async () => {
      expect(await hark.hark('balance')).toMatchObject({ code: 0 })
      expect(await hark.hark('verify', '--vkey', hark.vkey)).toMatchObject({ code: 0 })
    })

    async function conclude(story: Story, product: string, event: string) {
      const { token } = await ana.must('POST', `/api/cases/${caseIds[story]}/claim`, { tab: randomUUID() })
      const { version, postList } = await theCase(story)
      const text = stories[story]
      const at = (words: string) => {
        const start = text.indexOf(words)
        return { postId: postList[0].id, span: { start, end: start + words.length, text: words } }
      }
      const patient = /[Mm]y \w+ \w+ \(\d+\)/.exec(text)?.[0] ?? ''
      const conclusion = {
        criteria: { patient: at(patient), reporter: at('y '), product: at(product), event: at(event) },
        events: [{ term: event, ...at(event), seriousness: [] }],
        special: [],
        forwardable: true,
        validNow: true,
        closeReason: null,
        quote: null,
        duplicateOf: null,
        note: '',
      }
      const url = `/api/cases/${caseIds[story]}/conclusion`
      return (await ana.must('POST', url, { token, version, conclusion })).decision
    }

    async function draftOf(story: Story) {
      const [caseId, postId] = [caseIds[story], (await thePost(story)).id]
      await ana.must('POST', `/api/cases/${caseId}/reply-release`, { postId })
      return { caseId, postId, template: 'handoff.en' }
    }

    async function draft(story: Story): Promise<void> {
      const { id } = await cho.must('POST', '/api/responses', await draftOf(story))
      replies[story] = id
      await cho.must('POST', `/api/responses/${id}/submit`)
    }

    async function signOff(story: Story, factors: { password: string; totp?: string }): Promise<void> {
      const { contentSha256 } = (await theReply(story)).versions[0]
      const given = { ...factors, contentSha256, meaning: 'pv_approve' }
      const { response } = await ben.must('POST', `/api/responses/${replies[story]}/signature`, given)
      expect(response.state).toBe('held')
    }
  },
)

const repliesOf = async (network: LocalNetwork, account: Account) =>
  (await network.postsOf(account)).filter(({ value }) => value.reply !== undefined)
