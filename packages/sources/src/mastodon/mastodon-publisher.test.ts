import { describe, expect, it } from 'vitest'
import { answer } from '../recorded.fixture.ts'
import { act, orderOn, signedText } from '../write/stage.fixture.ts'
import { mastodonPublisher } from './mastodon-publisher.ts'
import { absent, cassette, needs } from './played.fixture.ts'
import { mastodonStage, status } from './stage.fixture.ts'

const signal = new AbortController().signal
const order = orderOn(mastodonStage)

describe('a reply on Mastodon', () => {
  it('goes under its target, for all to read and in no public timeline, with the order as its key', async () => {
    const { player, publisher, writes } = await act(mastodonStage)
    await using _ = player
    await publisher.send(order, signal)
    const [written] = writes()
    expect(JSON.parse(written?.body ?? '')).toEqual({
      status: signedText,
      in_reply_to_id: '5',
      visibility: 'unlisted',
      language: 'en',
    })
    expect(written?.headers['idempotency-key']).toBe(order.orderId)
  })

  it('counts a link as 23 and a name without its server, as Mastodon does', async () => {
    const link = `https://example.org/${'long/'.repeat(40)}`
    const name = `@safety@${'a-long-server.'.repeat(5)}example`
    const { player, publisher, writes } = await act(mastodonStage)
    await using _ = player
    const text = (letters: number) => `${link} ${name} ${'x'.repeat(letters)}`
    const send = (letters: number) => publisher.send(orderOn(mastodonStage, { text: text(letters) }), signal)
    expect(await send(500 - 23 - 7 - 2 + 1)).toMatchObject({ reason: 'text.too_long' })
    expect(await send(500 - 23 - 7 - 2)).toMatchObject({ outcome: 'sent' })
    expect(writes()).toHaveLength(1)
  })

  it('is found where Mastodon has made a link and paragraphs of it', async () => {
    const text = 'Call us.\n\nSee https://example.org/safety'
    const content =
      '<p>Call us.</p><p>See <a href="https://example.org/safety"><span class="invisible">https://</span><span class="">example.org/safety</span></a></p>'
    const mine = status({ id: '99', in_reply_to_id: '5', content, created_at: '2026-11-22T10:05:00Z' })
    const { player, publisher } = await act(mastodonStage, { list: [{ body: [mine] }] })
    await using _ = player
    const found = await publisher.reconcile(orderOn(mastodonStage, { text }), signal)
    expect(found).toMatchObject({ result: 'found', remoteId: '99' })
  })

  it('names the author in the signed words, and is found where Mastodon shows the name without its server', async () => {
    const text = '@writer@far.example Call us.\nOr write to a@acme.example'
    const name =
      '<span class="h-card" translate="no"><a href="https://far.example/@writer" class="u-url mention">@<span>writer</span></a></span>'
    const content = `<p>${name} Call us.<br>Or write to a@acme.example</p>`
    const mine = status({ id: '99', in_reply_to_id: '5', content, created_at: '2026-11-22T10:05:00Z' })
    const { player, publisher, writes } = await act(mastodonStage)
    await using _ = player
    const signed = orderOn(mastodonStage, { text })
    await publisher.send(signed, signal)
    expect(JSON.parse(writes()[0]?.body ?? '').status).toBe(text)
    const looking = await act(mastodonStage, { list: [{ body: [mine] }] })
    await using __ = looking.player
    expect(await looking.publisher.reconcile(signed, signal)).toMatchObject({
      result: 'found',
      remoteId: '99',
    })
  })

  it('is not written where our account answered already in other words, and a person looks', async () => {
    const other = status({ id: '99', in_reply_to_id: '5', created_at: '2026-11-22T10:05:00Z' })
    const { player, publisher, writes } = await act(mastodonStage, { list: [{ body: [other] }] })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({ reason: 'target.answered', retryable: false })
    expect(await publisher.reconcile(order, signal)).toMatchObject({ reason: 'remote.differs' })
    expect(writes()).toEqual([])
  })

  it('is not told of by a list that does not reach back to the signing', async () => {
    const later = Array.from({ length: 40 }, (_, n) =>
      status({ id: String(100 + n), created_at: '2026-11-22T11:00:00Z' }),
    )
    const { player, publisher } = await act(mastodonStage, { list: [{ body: later }] })
    await using _ = player
    expect(await publisher.reconcile(order, signal)).toEqual({
      result: 'cannot_tell',
      reason: 'list.too_short',
    })
  })

  it('a 404 of the status that is answered is a refusal', async () => {
    const write = { body: { error: 'Record not found' }, status: 404 }
    const { player, publisher } = await act(mastodonStage, { write })
    await using _ = player
    expect(await publisher.send(order, signal)).toEqual({
      outcome: 'not_sent',
      reason: 'platform.invalid:target_gone',
      retryable: false,
    })
  })
})

describe.skipIf(absent)(`recorded with a real Mastodon 4.6${needs}`, () => {
  it('a reply is sent, and found in what the account shows', async () => {
    const posts = cassette('test_status_reply').filter(
      ({ method, url }) => method === 'POST' && url.pathname === '/api/v1/statuses',
    )
    const [target, made] = posts.map(({ body }) => JSON.parse(body.toString()))
    const { player, publisher } = await act({
      ...mastodonStage,
      publisher: (origin) =>
        mastodonPublisher({ server: origin, account: `admin@${new URL(origin).host}`, token: 't' }),
      signIn: cassette('test_status_reply').filter(({ url }) => url.pathname.endsWith('verify_credentials')),
      targetAt: `GET /api/v1/statuses/${target.id}`,
      there: target,
      listAt: `GET /api/v1/accounts/${made.account.id}/statuses?limit=40&exclude_reblogs=true`,
      absent: [],
      made: { body: made },
    })
    await using _ = player
    player.add([
      answer(`GET /api/v1/accounts/${made.account.id}/statuses?limit=40&exclude_reblogs=true`, [made]),
    ])
    const signed = {
      ...order,
      content: {
        ...order.content,
        account: `admin@${player.host}`,
        in_reply_to: { parent: { id: target.id, cid: null }, root: { id: target.id, cid: null } },
        text: '@mastodonpy_test_2 same!',
        createdAt: made.created_at,
      },
    }
    const sent = { remoteId: made.id, url: made.url }
    expect(await publisher.send(signed, signal)).toEqual({ outcome: 'sent', ...sent })
    expect(await publisher.reconcile(signed, signal)).toMatchObject({ result: 'found', ...sent })
  })

  it('a real 422 is a refusal', async () => {
    const [refusal] = cassette('test_status_empty').filter(({ status }) => status === 422)
    const { player, publisher } = await act(mastodonStage, {
      write: { body: refusal?.body.toString(), status: 422 },
    })
    await using _ = player
    expect(await publisher.send(order, signal)).toMatchObject({
      reason: 'platform.invalid',
      retryable: false,
    })
  })
})
