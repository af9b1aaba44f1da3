import { describe, expect, it } from 'vitest'
import { whyNotRun } from '../policy.ts'
import { all, answer } from '../recorded.fixture.ts'
import { mastodonAdapter } from './adapter.ts'
import { about, absent, cassette, hoots, idsOf, needs, page, play, start } from './played.fixture.ts'
import { idAt } from './snowflake.ts'

const behind = (id: string) => String(BigInt(id) - (600_000n << 16n))

describe.skipIf(absent)(`Mastodon, played from recorded posts${needs}`, () => {
  it('does not run without the permission of the instance', () => {
    const standing = { policy: mastodonAdapter.policy, permissionReference: null }
    expect(whyNotRun(mastodonAdapter.policy, standing)).toContain('permission')
  })

  it('reads a hashtag as it was recorded, and again without a word twice', async () => {
    const recorded = cassette('test_hashtag_tl').filter(({ url }) => url.pathname.endsWith('/hoot'))
    const played = await play(
      [...recorded, answer('GET /api/v1/timelines/tag/hoot', []), ...cassette('test_stream_direct')],
      undefined,
      130_000,
      {
        ignore: ['limit', 'min_id'],
      },
    )
    await using player = played.player
    player.add([answer('GET /api/v2/instance', {})])
    const { ids, rejected } = await all(played.source, played)
    expect([ids, rejected]).toEqual([['117020593741189701'], []])
    expect(player.asked[0]?.query.get('limit')).toBe('40')
  })

  it('reads up from its mark, a little behind it, to an empty page; short pages are not the last', async () => {
    const [a, b, c, d] = hoots(5, 60, 120, 900)
    const [cId, aId] = [c?.id ?? '', a?.id ?? '']
    const played = await play(
      [
        page(null, [c, d]),
        page(behind(cId), [b, c]),
        page(b?.id ?? '', [a]),
        page(aId, []),
        page(behind(aId), []),
        about(),
      ],
      undefined,
      119_000,
    )
    await using _ = played.player
    const { ids, batches, gaps } = await all(played.source, played)
    expect(ids).toEqual(idsOf([c, d, b, a] as { id: string }[]))
    expect(gaps).toEqual([])
    expect(batches.every(({ offered, posts, rejected }) => offered === posts.length + rejected.length)).toBe(
      true,
    )
  })

  it('an id from the future moves no mark, and pages that go nowhere are told', async () => {
    const [future] = hoots(-86_400)
    const [now] = hoots(0)
    const played = await play(
      [page(null, [future]), page(behind(idAt(start)), [now, future]), page(future?.id ?? '', [now])],
      undefined,
      61_000,
    )
    await using _ = played.player
    const { ids, cursor } = await all(played.source, played)
    expect(ids).toEqual(idsOf([future, now] as { id: string }[]))
    expect(JSON.parse(JSON.parse(cursor ?? '').poll)['tag:hoot'].at <= idAt(start + 61_000)).toBe(true)
    expect(played.time.states).toContainEqual(expect.objectContaining({ reason: 'list.loops' }))
  })

  it('a feed closed to us is no silence', async () => {
    const closed = { hashtag_feeds: { local: 'authenticated', remote: 'disabled' } }
    const played = await play([page(null, []), page('0', []), about(closed)], undefined, 3_600_000)
    await using _ = played.player
    const { gaps } = await all(played.source, played)
    expect(gaps.map(({ reason, state }) => [reason, state])).toEqual([['mastodon.feed_closed', 'open']])
    const open = await play(
      [page(null, []), page('0', hoots(1)), page(hoots(1)[0]?.id ?? '', []), about()],
      undefined,
      61_000,
    )
    await using __ = open.player
    expect((await all(open.source, open)).ids).toEqual(idsOf(hoots(1)))
  })

  it('a server that cannot say which feeds it closed is read all the same; the same id with other words is another version', async () => {
    const [one] = hoots(1)
    const other = { ...one, content: '<p>other words</p>' }
    const played = await play(
      [
        page(null, []),
        answer('GET /api/v2/instance', '{"error":"Not Found"}', 404),
        page('0', [one]),
        page(one?.id ?? '', []),
        page(behind(one?.id ?? ''), [other]),
        page(one?.id ?? '', []),
      ],
      undefined,
      121_000,
    )
    await using _ = played.player
    const { posts, gaps } = await all(played.source, played)
    expect(posts.map(({ text }) => text)).toEqual(['hoot 1', 'other words'])
    expect(gaps).toEqual([])
  })

  it('streams beside the polling: an edit at once, a deletion, and no post twice', async () => {
    const stream = cassette('test_stream_user_direct').find(({ url }) => url.pathname.endsWith('/user'))
    const heard = Buffer.from(String(stream?.body).replaceAll('"indexable":false', '"indexable":true'))
    const first = JSON.parse(/data: (.*"117024236332527350".*)/.exec(heard.toString())?.[1] ?? '')
    const played = await play(
      [
        {
          ...(stream as NonNullable<typeof stream>),
          url: new URL('http://m/api/v1/streaming/hashtag?tag=hoot'),
          body: heard,
        },
        page(null, [first]),
        page(behind(idAt(start)), []),
        page(behind(first.id), []),
        about(),
      ],
      undefined,
      400_000,
      { token: 'secret', ignore: ['min_id'] },
    )
    await using player = played.player
    const { batches } = await all(played.source, played, null, (list) =>
      list.some(({ removals }) => removals.length > 0),
    )
    const versions = batches.flatMap(({ posts }) =>
      posts.map(({ externalId, revision }) => externalId + revision),
    )
    expect(versions.toSorted()).toEqual([first.id, `${first.id}2026-08-02T05:22:24.192Z`])
    expect(batches.flatMap(({ removals }) => removals)).toMatchObject([
      { externalId: first.id, reason: 'deleted' },
    ])
    expect(player.asked.every(({ headers }) => headers.authorization === 'Bearer secret')).toBe(true)
  })

  it('searches by max_id back to its mark', async () => {
    const found = hoots(...Array.from({ length: 40 }, (_, n) => n))
    const search = (more: string, statuses: unknown[]) =>
      answer(`GET /api/v2/search?q=zolvara&type=statuses&limit=40${more}`, {
        accounts: [],
        statuses,
        hashtags: [],
      })
    const played = await play(
      [search('', found), search(`&max_id=${found.at(-1)?.id}`, hoots(41))],
      { queries: ['zolvara'] },
      301_000,
      {
        token: 'secret',
      },
    )
    await using _ = played.player
    const { ids } = await all(played.source, played)
    expect(ids).toHaveLength(41)
  })
})
