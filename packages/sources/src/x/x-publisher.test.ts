import { createServer } from 'node:net'
import {
  type Exchange,
  fixture,
  openApiContract,
  playCassettes,
  type RequestContract,
} from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import type { PublishContent } from '../publish.ts'
import { answer } from '../recorded.fixture.ts'
import { hasAddress, xLength } from './length.ts'
import { fields } from './played.fixture.ts'
import { xPublisher } from './x-publisher.ts'

const document = fixture('x/openapi.json')
const contract: RequestContract = document.absent ? () => [] : openApiContract(document.path)
const content: PublishContent = {
  platform: 'x',
  account: '77',
  in_reply_to: { parent: { id: '5', cid: null }, root: { id: '5', cid: null } },
  text: 'Thank you & please call us',
  createdAt: '2026-11-22T10:00:00.000Z',
}
const order = { orderId: 'o1', content }
const sent = 'POST /2/tweets'
const timeline = `GET /2/users/77/tweets?max_results=100&${fields}`
const signal = new AbortController().signal

async function play(exchanges: Exchange[]) {
  const player = await playCassettes(exchanges, { contract })
  const keys = { consumerKey: 'a', consumerSecret: 'b', accessToken: 'c', accessSecret: 'd' }
  return { player, publisher: xPublisher({ server: player.origin, account: '77', ...keys }) }
}

describe('a reply on X', () => {
  it('is sent as it was signed, once', async () => {
    const { player, publisher } = await play([answer(sent, { data: { id: '99', text: 'x' } }, 201)])
    await using _ = player
    expect(await publisher.send(order, signal)).toEqual({
      outcome: 'sent',
      remoteId: '99',
      url: 'https://x.com/i/status/99',
    })
    expect(player.asked).toHaveLength(1)
    expect(JSON.parse(player.asked[0]?.body ?? '')).toEqual({
      text: content.text,
      reply: { in_reply_to_tweet_id: '5' },
    })
    expect(player.asked[0]?.headers.authorization).toMatch(/^OAuth .*oauth_signature=/)
  })

  it.each([
    [
      400,
      { title: 'Invalid Request', type: 'https://api.x.com/2/problems/invalid-request' },
      'not_sent',
      'platform.invalid:invalid-request',
    ],
    [401, { title: 'Unauthorized', type: 'about:blank' }, 'not_sent', 'platform.credentials'],
    [403, { title: 'Forbidden', detail: 'duplicate content' }, 'unknown', 'http_403'],
    [429, { title: 'Too Many Requests' }, 'not_sent', 'platform.rate_limited'],
    [500, {}, 'unknown', 'http_500'],
    [502, '<html>', 'unknown', 'http_502'],
    [201, { data: {} }, 'unknown', 'response.unreadable'],
  ])('answered %i %j is %s', async (status, body, outcome, reason) => {
    const { player, publisher } = await play([answer(sent, body, status)])
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ outcome, reason })
    expect(player.asked).toHaveLength(1)
  })

  it('waits as long as X says', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 600)
    const { player, publisher } = await play([])
    await using _ = player
    player.fail([{ status: 429, headers: { 'x-rate-limit-reset': reset } }])
    const outcome = await publisher.send(order, signal)
    expect('retryAfterMs' in outcome && (outcome.retryAfterMs ?? 0)).toBeGreaterThan(590_000)
  })

  it('is unknown once a byte may have gone, and not sent where none did', async () => {
    const { player, publisher } = await play([answer(sent, { data: { id: '99' } }, 201)])
    await using _ = player
    player.fail([{ silence: true }])
    expect((await publisher.send(order, AbortSignal.timeout(80))).outcome).toBe('unknown')
    const nobody = createServer().listen(0, '127.0.0.1')
    await new Promise((done) => nobody.once('listening', done))
    const { port } = nobody.address() as { port: number }
    await new Promise((done) => nobody.close(done))
    const keys = { consumerKey: 'a', consumerSecret: 'b', accessToken: 'c', accessSecret: 'd' }
    const away = xPublisher({ server: `http://127.0.0.1:${port}`, account: '77', ...keys })
    expect(await away.send(order, signal)).toMatchObject({ outcome: 'not_sent', retryable: true })
  })

  it('is refused before any call: another account, no target, too long, an address nobody confirmed', async () => {
    const { player, publisher } = await play([])
    await using _ = player
    const reason = async (over: Partial<PublishContent>) =>
      (await publisher.send({ orderId: 'o', content: { ...content, ...over } }, signal)) as { reason: string }
    expect((await reason({ account: '78' })).reason).toBe('order.of_another_account')
    expect((await reason({ byHand: true })).reason).toBe('order.by_hand')
    expect((await reason({ in_reply_to: null })).reason).toBe('reply.without_target')
    expect((await reason({ text: 'x'.repeat(281) })).reason).toBe('text.too_long')
    expect((await reason({ text: 'see https://example.org' })).reason).toBe('text.address_costs')
  })

  it('is found on the timeline, absent where the timeline reaches back, and else not told', async () => {
    const post = (over: object) => ({
      id: '99',
      text: '@someone Thank you &amp; please call us',
      author_id: '77',
      created_at: '2026-11-22T10:01:00.000Z',
      referenced_posts: [{ type: 'replied_to', id: '5' }],
      ...over,
    })
    const older = post({ id: '98', text: 'other', created_at: '2026-11-22T09:00:00.000Z' })
    const { player, publisher } = await play([
      answer(timeline, { data: [post({}), older] }),
      answer(timeline, { data: [post({ referenced_posts: [{ type: 'replied_to', id: '6' }] }), older] }),
      answer(timeline, { data: [post({ text: 'other' })] }),
      answer(timeline, { title: 'Unauthorized' }, 401),
    ])
    await using _ = player
    expect(await publisher.reconcile(order, signal)).toMatchObject({ result: 'found', remoteId: '99' })
    expect(await publisher.reconcile(order, signal)).toEqual({ result: 'absent' })
    expect(await publisher.reconcile(order, signal)).toEqual({
      result: 'cannot_tell',
      reason: 'timeline.too_short',
    })
    expect(await publisher.reconcile(order, signal)).toEqual({ result: 'cannot_tell', reason: 'http_401' })
  })
})

it.each([
  ['hello', 5],
  ['日本', 4],
  ['é', 1],
  ['👨‍👩‍👧 🇩🇪', 5],
  ['see https://example.org/a/very/long/path/indeed', 27],
])('%s is %i long', (text, length) => expect(xLength(text)).toBe(length))

it('an address is one with and without a scheme', () => {
  expect(['https://a.example', 'call example.com', 'at hark.org/x'].every(hasAddress)).toBe(true)
  expect(['5.5 mg', 'e.g. this', 'Ok.Then'].some(hasAddress)).toBe(false)
})
