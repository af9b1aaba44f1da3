import { describe, expect, it } from 'vitest'
import { whyNotRun } from '../policy.ts'
import { all, answer } from '../recorded.fixture.ts'
import { redditAdapter } from './adapter.ts'
import { paceOf } from './lists.ts'
import {
  absent,
  cassette,
  comments,
  idsOf,
  inZolvara,
  listing,
  needs,
  page,
  play,
  start,
  token,
} from './played.fixture.ts'

describe.skipIf(absent)(`Reddit, played from recorded listings${needs}`, () => {
  it('does not run without the reference of an approval or contract', () => {
    const standing = { policy: redditAdapter.policy, permissionReference: null }
    expect(whyNotRun(redditAdapter.policy, standing)).toContain('permission')
  })

  it.each([
    ['TestSubredditListings.test_new', 'posts', 100],
    ['TestSubredditListings.test_comments', 'comments', 100],
  ])('reads %s as it was recorded', async (name, listen, count) => {
    const played = await play(cassette(name), { communities: ['askreddit'], listen: [listen] })
    await using player = played.player
    const { ids, rejected, batches } = await all(played.source, played)
    expect([new Set(ids).size, rejected]).toEqual([count, []])
    expect(batches.every(({ offered, posts }) => offered === posts.length)).toBe(true)
    const [signIn, list] = player.asked
    expect(signIn).toMatchObject({ path: '/api/v1/access_token', body: 'grant_type=client_credentials' })
    expect(signIn?.headers.authorization).toBe(`Basic ${Buffer.from('id:secret').toString('base64')}`)
    expect(list?.headers.authorization).toMatch(/^Bearer ./)
  })

  it('walks back to its mark, and offers nothing twice', async () => {
    const [a, b, c] = comments(5, 30, 600)
    const played = await play(
      [token(), page(listing([c], null)), page(listing([a, b], 't1_older')), page(listing([c]), 't1_older')],
      inZolvara,
      61_000,
    )
    await using _ = played.player
    const { ids, gaps } = await all(played.source, played)
    expect(ids).toEqual(idsOf([c, a, b] as never))
    expect(gaps).toEqual([])
  })

  it('a token taken back before its time is renewed, once', async () => {
    const [a, b] = comments(5, 60)
    const played = await play([token(), page(listing([b])), page(listing([a, b]))], inZolvara, 61_000)
    await using player = played.player
    const { ids } = await all(played.source, played, null, ({ length }) => {
      if (length === 1) player.fail([{ status: 401 }], '/r/')
      return false
    })
    expect(new Set(ids)).toEqual(new Set(idsOf([a, b] as never)))
    expect(player.asked.filter(({ path }) => path === '/api/v1/access_token')).toHaveLength(2)
    expect(played.time.states.filter((state) => 'reason' in state)).toEqual([])
  })

  it('a client that is not approved is told, not hammered', async () => {
    const played = await play(
      [answer('POST /api/v1/access_token', '{"error": 401}', 401)],
      inZolvara,
      7_200_000,
    )
    await using player = played.player
    const { gaps } = await all(played.source, played)
    expect(gaps.map(({ reason }) => reason)).toEqual(['http.401'])
    expect(player.asked.length).toBeLessThan(10)
  })

  it('a community that does not exist is told, though Reddit answers with a list', async () => {
    const found = listing([{ kind: 't5', data: { name: 't5_2qh33' } }])
    const played = await play([token(), page(found)], inZolvara, 3_600_000)
    await using _ = played.player
    const { gaps, rejected } = await all(played.source, played)
    expect([gaps.map(({ reason }) => reason), rejected]).toEqual([['reddit.no_such_community'], []])
  })
})

describe.skipIf(absent)(`what Reddit no longer shows${needs}`, () => {
  const info = (ids: string[], children: unknown[]) =>
    answer(`GET /api/info/?id=${ids.join('%2C')}&raw_json=1`, listing(children))

  it('is gone by its words, its author or its absence, asked twice', async () => {
    const [a, b, c, d, e, f] = comments(1, 2, 3, 4, 5, 6).map(({ kind, data }) => ({
      kind,
      data: { ...data },
    }))
    const ids = idsOf([a, b, c, d, e, f] as never)
    Object.assign(b?.data ?? {}, { body: '[removed]' })
    Object.assign(c?.data ?? {}, { author: '[deleted]' })
    Object.assign(d?.data ?? {}, { edited: start / 1000, body: 'other words' })
    const played = await play([token(), info(ids, [a, b, c, d]), info(ids.slice(4), [e])], inZolvara)
    await using _ = played.player
    expect(await played.source.recheck?.([...ids, 'https://elsewhere'], played.signal)).toEqual([
      { externalId: ids[0], now: 'same' },
      { externalId: ids[1], now: 'gone', reason: 'taken_down' },
      { externalId: ids[2], now: 'gone', reason: 'deleted' },
      { externalId: ids[3], now: 'changed', post: expect.objectContaining({ text: 'other words' }) },
      { externalId: ids[4], now: 'same' },
      { externalId: ids[5], now: 'gone', reason: 'deleted' },
    ])
  })

  it('as recorded: an id Reddit does not know', async () => {
    const played = await play(cassette('TestComment.test_invalid'), inZolvara)
    await using _ = played.player
    expect(await played.source.recheck?.(['t1_0'], played.signal)).toEqual([
      { externalId: 't1_0', now: 'gone', reason: 'deleted' },
    ])
  })

  it('the post and the comment that one answers come along', async () => {
    const [parent] = comments(9)
    const [id] = idsOf([parent] as never)
    const played = await play([token(), info(['t3_l', id ?? ''], [parent])], inZolvara)
    await using _ = played.player
    const around = { externalId: 't1_me', parentId: id ?? '', rootId: 't3_l', quotedId: null }
    expect(
      (await played.source.context?.(around, played.signal))?.map(({ externalId }) => externalId),
    ).toEqual([id])
  })
})

it.each([
  [100, 50_000, 1_000, 125_000],
  [100, 1_000, 1_000, 15_000],
  [100, 86_400_000, 1_000, 300_000],
  [1, 0, 1_000, 300_000],
])('%d items in %d ms under a horizon of %d are read again after %d ms', (items, span, horizon, pace) => {
  expect(paceOf(items, span, horizon, 300_000)).toBe(pace)
})

it.each([
  ['r/askreddit', { communities: ['askreddit'], listen: ['posts', 'comments'] }],
  ['https://www.reddit.com/r/migraine/new/', { communities: ['migraine'], listen: ['posts'] }],
  [
    'http://127.0.0.1:99/r/migraine/comments/',
    {
      server: 'http://127.0.0.1:99',
      signIn: 'http://127.0.0.1:99',
      communities: ['migraine'],
      listen: ['comments'],
    },
  ],
  ['https://www.reddit.com/search/?q=zolvara', { queries: ['zolvara'] }],
])('%s is understood', (typed, config) => {
  expect(redditAdapter.target?.config(typed)).toEqual(config)
})
