import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { all, answer } from '../recorded.fixture.ts'
import { discourseAdapter } from './adapter.ts'
import { absent, down, latest, needs, play, post, topic } from './played.fixture.ts'

const idsOf = (ids: string[]) => ids.map((id) => Number(id.split('/p/')[1]))
/** Topics of the ids used, so that each reply finds its first post. */
const topics = (...ids: number[]) => ids.map((id) => topic(id, [post((id - 1) * 10)]))

describe.skipIf(absent)(`a forum, by Discourse's published contract${needs}`, () => {
  it('reads the newest posts first, then upwards from its mark, in steps, losing none', async () => {
    const played = await play(
      [
        latest(down(20, 15)),
        latest(down(260, 211)),
        // From a little behind the mark: windows of 50 ids, some of which are empty.
        latest([20, 19], 50),
        latest([], 100),
        latest(down(150, 120), 150),
        latest(down(200, 171), 200),
        latest(down(210, 201), 210),
        ...topics(...Array.from({ length: 28 }, (_, n) => n + 1)),
      ],
      {},
      61_000,
    )
    await using player = played.player
    const { ids, gaps } = await all(played.source, played)
    expect(idsOf(ids)).toEqual([
      ...down(20, 15),
      ...down(150, 120),
      ...down(200, 171),
      ...down(210, 201),
      ...down(260, 211),
    ])
    expect(gaps).toEqual([])
    expect(
      player.asked.every(({ headers }) => headers['api-key'] === 'key' && headers['api-username'] === 'hark'),
    ).toBe(true)
  })

  it('only some categories and tags, and what does not say where it stands', async () => {
    const tagged = answer('GET /tag/zolvara.json', { topic_list: { topics: [{ id: 2 }, {}] } })
    const list = [
      post(12, { category_id: 5 }),
      post(13, { category_id: 6 }),
      post(24),
      post(14, { category_id: undefined }),
    ]
    const played = await play([tagged, latest(list.toReversed()), ...topics(2)], {
      categories: [5],
      tags: ['zolvara'],
    })
    await using _ = played.player
    expect(idsOf((await all(played.source, played)).ids).toSorted()).toEqual([12, 14])
  })

  it('searches, and reads whole what it finds', async () => {
    const hits = (page: number, ids: number[], more: boolean) =>
      answer(`GET /search.json?q=zolvara+order%3Alatest&page=${page}`, {
        posts: ids.map((id) => ({ id, created_at: '2026-11-22T09:00:00Z', blurb: 'cut …' })),
        grouped_search_result: { more_full_page_results: more || null },
      })
    const gone = answer('GET /posts/12.json', { errors: ['gone'], error_type: 'not_found' }, 404)
    const played = await play(
      [hits(1, [11, 12], true), answer('GET /posts/11.json', post(11)), gone, ...topics(2)],
      {
        queries: ['zolvara'],
        listen: 'push',
      },
    )
    await using _ = played.player
    expect(await all(played.source, played)).toMatchObject({
      posts: [{ text: 'words 11', externalId: played.at(11) }],
    })
  })

  it('a reply knows its first post and the one it answers, and both can be read', async () => {
    const played = await play([
      latest([post(13, { reply_to_post_number: '3' })]),
      topic(2, [post(10), post(12)]),
      answer('GET /posts/10.json', post(10)),
      answer('GET /posts/12.json', post(12)),
    ])
    await using _ = played.player
    const [one] = (await all(played.source, played)).posts
    expect(one).toMatchObject({ rootId: played.at(10), parentId: played.at(12) })
    const around = await played.source.context?.(one as never, new AbortController().signal)
    expect(around?.map(({ text }) => text)).toEqual(['A topic\nwords 10', 'words 12'])
  })

  it('what is gone is told apart from what we may not see any more, and from a key taken back', async () => {
    const refusal = (type: string) => ({ errors: ['no'], error_type: type })
    const played = await play([
      answer('GET /posts/1.json', post(1)),
      answer('GET /posts/2.json', post(2, { version: 2 })),
      answer('GET /posts/3.json', refusal('not_found'), 404),
      answer('GET /posts/4.json', post(4, { user_deleted: true })),
      answer('GET /posts/5.json', refusal('invalid_access'), 403),
      latest([9]),
      answer('GET /posts/6.json', '<html>proxy</html>', 404),
    ])
    await using player = played.player
    const ids = [1, 2, 3, 4, 5, 6].map(played.at)
    expect(await played.source.recheck?.([...ids, 'other.example/p/1'], played.signal)).toEqual([
      { externalId: ids[0], now: 'same' },
      { externalId: ids[1], now: 'changed', post: expect.objectContaining({ revision: '2' }) },
      { externalId: ids[2], now: 'gone', reason: 'deleted' },
      { externalId: ids[3], now: 'gone', reason: 'deleted' },
      { externalId: ids[4], now: 'gone', reason: 'deleted' },
    ])
    player.fail([{ status: 403, body: '{"errors":["key"],"error_type":"invalid_access"}' }], '/posts.json')
    await expect(played.source.recheck?.([played.at(5)], played.signal)).rejects.toMatchObject({
      code: 'http.403',
    })
  })
})

describe.skipIf(absent)(`what a forum pushes${needs}`, () => {
  const source = discourseAdapter.open({ server: 'https://forum.example' })
  const deliver = (event: string, body: object) =>
    source.parse?.({
      headers: { 'x-discourse-event': event },
      body: Buffer.from(JSON.stringify(body)),
      receivedAt: '2026-11-22T10:00:00.000Z',
    })

  it('a post, its edit, its deletion under the same id, its return; an account deleted', async () => {
    expect(await deliver('post_created', { post: post(3) })).toMatchObject({
      posts: [{ externalId: 'forum.example/p/3', revision: '' }],
    })
    expect(await deliver('post_edited', { post: post(3, { version: 2 }) })).toMatchObject({
      posts: [{ revision: '2' }],
    })
    expect(await deliver('post_recovered', { post: post(3) })).toMatchObject({
      posts: [{ externalId: 'forum.example/p/3' }],
    })
    expect(await deliver('post_destroyed', { post: post(3) })).toMatchObject({
      posts: [],
      removals: [{ kind: 'post', externalId: 'forum.example/p/3', reason: 'deleted' }],
    })
    expect(await deliver('user_destroyed', { user: { id: 7 } })).toMatchObject({
      removals: [{ kind: 'author', authorId: 'forum.example/u/7' }],
    })
    expect(await deliver('ping', { ping: 'OK' })).toEqual({ posts: [] })
    expect(
      await deliver('post_created', { post: post(3, { topic_archetype: 'private_message' }) }),
    ).toMatchObject({
      posts: [],
      rejected: [{ reason: 'item.not_public' }],
    })
    expect(() => deliver('post_destroyed', { post: {} })).toThrow('event.unknown_shape')
  })

  it('is taken only as it was signed', () => {
    const body = Buffer.from('{"ping":"OK"}')
    const signed = `sha256=${createHmac('sha256', 'shh').update(body).digest('hex')}`
    const request = (signature: string, bytes = body) => ({
      method: 'POST' as const,
      query: new URLSearchParams(),
      headers: { 'x-discourse-event-signature': signature, 'x-discourse-event-id': '17' },
      body: bytes,
      nowMs: 0,
    })
    const { hook } = discourseAdapter
    expect(hook?.verify(request(signed), { webhookSecret: 'shh' })).toBe(true)
    expect(hook?.verify(request(signed, Buffer.from('{"ping":"ok"}')), { webhookSecret: 'shh' })).toBe(false)
    expect(hook?.verify(request(signed), { webhookSecret: '' })).toBe(false)
    expect(hook?.deliveryId?.(request(signed))).toBe('17')
  })
})

it.each([
  ['https://forum.example/', { server: 'https://forum.example' }],
  ['https://forum.example/c/health/side-effects/7', { server: 'https://forum.example', categories: [7] }],
  ['https://x.example/forum/tag/zolvara', { server: 'https://x.example/forum', tags: ['zolvara'] }],
  ['http://127.0.0.1:99/posts.json', { server: 'http://127.0.0.1:99' }],
  [
    'https://forum.example/search?q=zolvara',
    { server: 'https://forum.example', queries: ['zolvara'], listen: 'push' },
  ],
])('%s is understood', (typed, config) => {
  expect(discourseAdapter.target?.config(typed)).toEqual(config)
})
