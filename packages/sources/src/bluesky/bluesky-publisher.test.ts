import { describe, expect, test } from 'vitest'
import type { PublishContent } from '../publish.ts'
import { blueskyPublisher } from './bluesky-publisher.ts'
import { LocalPds, testAccount } from './local-pds.ts'
import { order, patient, publisherAt, ref } from './sample-orders.ts'

describe('publishing to Bluesky', () => {
  test('what is sent is the signed content and nothing else', async () => {
    await using pds = await LocalPds.start()
    const outcome = await publisherAt(pds).send(order('o1', { langs: ['en'] }), patient)

    const [[key, record] = []] = [...pds.records]
    expect(outcome).toEqual({
      outcome: 'sent',
      remoteId: `at://${testAccount}/${key}`,
      url: `https://bsky.app/profile/${testAccount}/post/${key?.split('/')[1]}`,
    })
    expect(record).toEqual({
      $type: 'app.bsky.feed.post',
      text: 'Thank you for telling us. See @someone and https://example.org',
      createdAt: '2026-11-22T05:00:00.000Z',
      reply: {
        root: { uri: ref(1).id, cid: ref(1).cid },
        parent: { uri: ref(2).id, cid: ref(2).cid },
      },
      langs: ['en'],
    })
  })

  test('signed facets are sent as signed', async () => {
    await using pds = await LocalPds.start()
    const facets = [
      {
        index: { byteStart: 0, byteEnd: 5 },
        features: [{ $type: 'app.bsky.richtext.facet#link', uri: 'https://example.org' }],
      },
    ]
    expect(await publisherAt(pds).send(order('o1', { facets }), patient)).toMatchObject({ outcome: 'sent' })
    expect([...pds.records.values()]).toMatchObject([{ facets }])
  })

  test('sent twice is one record, one key, one sign-in', async () => {
    await using pds = await LocalPds.start()
    const publisher = publisherAt(pds)
    const once = await publisher.send(order('o1'), patient)

    expect(await publisher.send(order('o1'), patient)).toEqual(once)
    expect(await publisherAt(pds).send(order('o1'), patient)).toEqual(once)
    await publisher.send(order('o2'), patient)
    expect(pds.records.size).toBe(2)
    expect(pds.tokensIssued).toBe(2)
  })

  test('a token that expired is refused once, then renewed', async () => {
    await using pds = await LocalPds.start()
    const publisher = publisherAt(pds)
    await publisher.send(order('o1'), patient)
    pds.expireTokens()

    expect(await publisher.send(order('o2'), patient)).toEqual({
      outcome: 'not_sent',
      reason: 'platform.credentials:ExpiredToken',
      retryable: true,
    })
    expect(await publisher.send(order('o2'), patient)).toMatchObject({ outcome: 'sent' })
  })

  test('a wrong password and a foreign account send nothing', async () => {
    await using pds = await LocalPds.start()
    expect(await publisherAt(pds, 'wrong').send(order('o1'), patient)).toEqual({
      outcome: 'not_sent',
      reason: 'login.AuthenticationRequired',
      retryable: true,
    })

    const account = 'did:plc:dddddddddddddddddddddddd'
    const other = blueskyPublisher({ service: pds.url, account, identifier: 'x', appPassword: 'secret' })
    expect(await other.send(order('o1', { account }), patient)).toEqual({
      outcome: 'not_sent',
      reason: 'login.of_another_account',
      retryable: true,
    })
    expect(await other.send(order('o1'), patient)).toMatchObject({
      reason: 'order.of_another_account',
      retryable: false,
    })
    expect(pds.records.size).toBe(0)
  })

  test('a key that holds another text is never overwritten and never called sent', async () => {
    await using pds = await LocalPds.start()
    const publisher = publisherAt(pds)
    await publisher.send(order('o1'), patient)
    const changed = order('o1', { text: 'Something else.' })

    expect(await publisher.send(changed, patient)).toEqual({ outcome: 'unknown', reason: 'http_409' })
    expect(await publisher.reconcile(changed, patient)).toEqual({
      result: 'cannot_tell',
      reason: 'remote.differs',
    })
    expect([...pds.records.values()]).toMatchObject([{ text: order('o1').content.text }])
  })

  test.each<[string, Partial<PublishContent>, string]>([
    ['a text too long', { text: 'é'.repeat(301) }, 'text.too_long'],
    ['a text for a person to post', { byHand: true }, 'order.by_hand'],
    [
      'a reply to a post whose version is not known',
      { in_reply_to: { parent: ref(1), root: { id: 'at://x', cid: null } } },
      'reply.without_version',
    ],
  ])('%s makes no call', async (_name, content, reason) => {
    await using pds = await LocalPds.start()
    expect(await publisherAt(pds).send(order('o1', content), patient)).toEqual({
      outcome: 'not_sent',
      reason,
      retryable: false,
    })
    expect(pds.calls).toEqual([])
  })
})
