import { randomUUID } from 'node:crypto'
import { until } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '../journey/person.ts'
import { whyNotInstalled } from './installed-network.ts'
import type { ListeningPost } from './listening-post.ts'
import type { Account, LocalNetwork } from './local-network.ts'
import { mayReply, Scene, SOON_MS, TIMEOUT, unless } from './scene.ts'

const HOLD_SECONDS = 1
const missing = await whyNotInstalled()

const stories = {
  answered: 'My aunt Ottoline (72) started Zolvara on Monday and got a terrible rash all over.',
  crashed: 'After two days of Zolvara my brother Ludovic (31) fainted twice and vomited all night long.',
}
type Story = keyof typeof stories

/** Each test goes on where the last one stopped. */
describe.skipIf(missing)(`on a real Bluesky network of this machine${unless(missing)}`, TIMEOUT, () => {
  let scene: Scene<Story>
  let network: LocalNetwork
  let hark: ListeningPost
  let brand: Account
  let ana: Person
  let ben: Person
  let cho: Person
  const replies: Partial<Record<Story, string>> = {}

  beforeAll(async () => {
    scene = await Scene.open(stories, replying)
    ;({ network, hark, brand } = scene)
    ;[ana, ben, cho] = [scene.person('ana'), scene.person('ben'), scene.person('cho')]
  }, 300_000)
  afterAll(() => scene?.[Symbol.asyncDispose]())

  const theReply = (story: Story) => ben.must('GET', `/api/responses/${replies[story]}`)
  const replyIs = (story: Story, state: string) =>
    until(`the reply is ${state}`, async () => (await theReply(story)).state === state, SOON_MS)

  test('nothing is listened to before a person accepts it by name', async () => {
    const shown = await scene.goLive(false)
    expect(shown).toMatchObject({ code: 1, stdout: expect.stringContaining('--acknowledge') })
    expect(await hark.db.selectFrom('source').selectAll().execute()).toEqual([])
    expect(await scene.goLive()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('acknowledged by Lea Lindqvist'),
    })
  })

  test('what people post about the product becomes cases, the rest is counted and not kept', async () => {
    await scene.listen()
    await network.post(brand, 'A fine day for a walk by the sea.')
    await scene.tell('answered', 'crashed')
    await scene.heard(['answered', 'crashed'])
    const { rows } = await sql<{ offered: number; stored: number }>`
      select sum(offered)::int as offered, sum(stored)::int as stored from source_count`.execute(hark.db)
    expect(rows).toEqual([{ offered: 3, stored: 2 }])
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
    const { uri, cid } = scene.posts.answered
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

  test('every sum is zero, and the ledger is valid', () => scene.holds())

  async function conclude(story: Story, product: string, event: string) {
    const { token } = await ana.must('POST', `/api/cases/${scene.caseIds[story]}/claim`, {
      tab: randomUUID(),
    })
    const { version, postList } = await scene.theCase(story)
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
    const url = `/api/cases/${scene.caseIds[story]}/conclusion`
    return (await ana.must('POST', url, { token, version, conclusion })).decision
  }

  async function draftOf(story: Story) {
    const [caseId, postId] = [scene.caseIds[story], (await scene.post(story)).id]
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
})

const repliesOf = async (network: LocalNetwork, account: Account) =>
  (await network.postsOf(account)).filter(({ value }) => value.reply !== undefined)

const replying = (network: LocalNetwork, brand: Account) => ({
  api: { ...mayReply, HARK_HOLD_SECONDS: String(HOLD_SECONDS) },
  publisher: {
    BLUESKY_SERVICE: network.where.server,
    BLUESKY_ACCOUNT: brand.did,
    BLUESKY_IDENTIFIER: brand.handle,
    BLUESKY_APP_PASSWORD: brand.password,
  },
})
