import { type Exchange, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { all, answer, means, recordedJson } from '../recorded.fixture.ts'
import { instagramAdapter } from './adapter.ts'
import { commentFields, mediaFields } from './lanes.ts'
import { commentPosts } from './post.ts'

const data = fixture('meta/testdata')
const needs = data.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const read = (name: string) => recordedJson(`${data.path}/instagram/${name}.json`)
const start = Date.UTC(2021, 7, 1)
const account = '17841406338772941'
const receivedAt = '2026-11-22T10:00:00.000Z'
const at = (path: string, query: Record<string, string>) => `GET /v26.0/${path}?${new URLSearchParams(query)}`
const media = at(`${account}/media`, { fields: mediaFields, limit: '50' })
const tags = at(`${account}/tags`, { fields: mediaFields, limit: '50' })
const under = (id: string) => at(`${id}/comments`, { fields: commentFields, limit: '50' })

async function play(exchanges: Exchange[], config: object, stopAfterMs: number) {
  const player = await playCassettes(exchanges)
  const tools = means(player, start, stopAfterMs)
  const settings = { server: player.origin, account, ...config }
  const source = instagramAdapter.open(settings, {
    ...tools.deps,
    secrets: { accessToken: 'token', appSecret: 'x' },
  })
  return { player, source, ...tools }
}

describe.skipIf(data.absent)(`Instagram, played from recorded answers${needs}`, () => {
  const own = () => ({ ...read('apidata/users/medias_p2'), paging: {} })
  const comments = () => Object.values(read('apidata/comments/comments_fields')) as { id: string }[]

  it('reads its media and the comments under them over trouble, each once', async () => {
    const list = own()
    list.data[0].comments_count = 2
    const [first] = list.data.map(({ id }: { id: string }) => id) as string[]
    const played = await playWithProof([
      answer(media, list),
      answer(under(first as string), { data: comments() }),
    ])
    await using player = played.player
    player.fail([{ status: 400, body: '{"error":{"code":4}}' }, { cutAfter: 10 }])
    const { ids, posts } = await all(played.source, played)
    expect(ids.toSorted()).toEqual([...list.data, ...comments()].map(({ id }) => id).toSorted())
    expect(posts.find(({ externalId }) => externalId === comments()[0]?.id)).toMatchObject({
      rootId: first,
      parentId: first,
    })
    expect(posts.find(({ externalId }) => externalId === first)?.media[0]?.kind).toMatch(/image|video/)
  })

  /** The proof of the token is the same in every request. */
  async function playWithProof(exchanges: Exchange[]) {
    const proof = 'appsecret_proof'
    const player = await playCassettes(exchanges, { ignore: [proof] })
    const tools = means(player, start, 3_600_000)
    const settings = { server: player.origin, account, tagged: false, followDays: 90 }
    const source = instagramAdapter.open(settings, {
      ...tools.deps,
      secrets: { accessToken: 'token', appSecret: 'x' },
    })
    return { player, source, ...tools }
  }

  it('reads a hashtag of which only ids are given, and keeps the place', async () => {
    const [found] = read('apidata/users/hashtag_search').data
    const recent = at(`${found.id}/recent_media`, {
      user_id: account,
      fields: 'id,caption,media_type,permalink,timestamp,comments_count,children{media_type}',
      limit: '50',
    })
    const player = await playCassettes(
      [
        answer(media, { data: [] }),
        answer(tags, { data: [] }),
        answer(at('ig_hashtag_search', { user_id: account, q: 'developers' }), { data: [found] }),
        answer(recent, { data: read('apidata/hashtags/hashtag_recent_medias_p1').data }),
      ],
      { ignore: ['appsecret_proof'] },
    )
    await using _ = player
    const tools = means(player, start, 40 * 60_000)
    const source = instagramAdapter.open(
      { server: player.origin, account, hashtags: ['developers'] },
      { ...tools.deps, secrets: { accessToken: 't' } },
    )
    const { posts } = await all(source, tools)
    expect(posts.length).toBeGreaterThan(0)
    expect(posts.every(({ authorHandle, text }) => authorHandle === null && text === '')).toBe(true)
    expect(player.asked.filter(({ path }) => path.endsWith('ig_hashtag_search'))).toHaveLength(1)
  })

  it('an answer stands under its comment, and is answered there', () => {
    const comment = read('models/ig_comment')
    const { posts } = commentPosts(comment, { receivedAt, mediaId: null })
    expect(posts.map(({ parentId, rootId }) => [parentId, rootId])).toEqual([
      ['17846368219941692', '17846368219941692'],
      ['17892250648466172', null],
    ])
    expect(JSON.parse(posts[0]?.raw ?? '')).not.toHaveProperty('replies')
  })

  it('takes pushed comments as they are, and fetches what mentions us', async () => {
    const mentioned = read('apidata/users/mentioned_media')
    const played = await play(
      [
        answer(
          at(account, { fields: `mentioned_media.media_id(17889114512354744){${mediaFields}}` }),
          mentioned,
        ),
      ],
      {},
      1,
    )
    await using player = played.player
    const body = {
      object: 'instagram',
      entry: [
        {
          id: account,
          time: 1_626_901_514,
          changes: [
            {
              field: 'comments',
              value: {
                id: '5',
                text: 'so dizzy',
                from: { id: '9', username: 'a' },
                media: { id: '7' },
                parent_id: '4',
              },
            },
            { field: 'mentions', value: { media_id: '17889114512354744' } },
            { field: 'story_insights', value: {} },
          ],
        },
      ],
    }
    const bare = instagramAdapter.open(
      { server: player.origin, account },
      { ...played.deps, secrets: { accessToken: 't' } },
    )
    const items = await bare.parse?.({ headers: {}, body: Buffer.from(JSON.stringify(body)), receivedAt })
    expect(items?.posts).toMatchObject([
      {
        externalId: '5',
        text: 'so dizzy',
        authorHandle: 'a',
        parentId: '4',
        rootId: '7',
        postedAt: '2021-07-21T21:05:14.000Z',
      },
      { externalId: '17889114512354744', text: mentioned.mentioned_media.caption },
    ])
    player.fail([{ status: 500 }])
    const again = await bare.parse?.({ headers: {}, body: Buffer.from(JSON.stringify(body)), receivedAt })
    expect(again?.rejected).toEqual([{ reason: 'mention.unread:http.500' }])
  })
})
