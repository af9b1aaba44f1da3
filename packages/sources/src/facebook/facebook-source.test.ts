import { type Exchange, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { nextOf } from '../meta/graph.ts'
import { all, answer, means, recordedJson } from '../recorded.fixture.ts'
import { facebookAdapter } from './adapter.ts'

const data = fixture('meta/testdata')
const needs = data.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const read = (name: string) => recordedJson(`${data.path}/facebook/apidata/${name}.json`)
const start = Date.UTC(2021, 6, 22, 12)
const page = '19292868552'
const feed = (more = '') =>
  `GET /v26.0/${page}/feed?limit=50&fields=${encodeURIComponent('id,message,created_time,from,permalink_url,is_published,attachments{media_type,type,title,description},comments.filter(stream).limit(0).summary(true)')}${more}`
const comments = (id: string) =>
  `GET /v26.0/${id}/comments?filter=stream&order=reverse_chronological&limit=100&fields=${encodeURIComponent('id,message,created_time,from,permalink_url,parent{id},is_private,can_comment,attachment{type,title,description}')}`
const version: [string, string] = ['facebook-api-version', 'v26.0']

async function play(exchanges: Exchange[], stopAfterMs: number, config: object = {}, more: object = {}) {
  const player = await playCassettes(exchanges)
  const tools = means(player, start, stopAfterMs)
  const settings = { server: player.origin, page, followDays: 30, ...config }
  const source = facebookAdapter.open(settings, { ...tools.deps, secrets: { accessToken: 'token' }, ...more })
  return { player, source, ...tools }
}

describe.skipIf(data.absent)(`a Facebook page, played from recorded answers${needs}`, () => {
  const pages = () => [read('posts/feeds_default_fields_p1'), read('posts/feeds_default_fields_p2')]
  const said = () => Object.values(read('comments/comments_info')) as { id: string; created_time: string }[]
  /** The comments stand under the first post here; under no other. */
  const underAll = (found: unknown[]) => {
    const [p1, p2] = pages()
    const ids = [...p1.data, ...p2.data].map(({ id }) => id as string)
    return ids.map((id, n) => answer(comments(id), { data: n === 0 ? found : [] }, 200, [version]))
  }
  const place = () => `&${nextOf(pages()[0])}`
  const bothPages = () => [
    answer(feed(), pages()[0], 200, [version]),
    answer(feed(place()), { ...pages()[1], paging: {} }, 200, [version]),
  ]

  it('reads its posts and what stands under them, each once', async () => {
    const played = await play([...bothPages(), ...underAll(said())], 20 * 60_000)
    await using player = played.player
    const { ids, posts, rejected } = await all(played.source, played)
    const [p1, p2] = pages()
    expect(rejected).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(p1.data.length + p2.data.length + 2)
    expect(posts.find(({ externalId }) => externalId === said()[0]?.id)).toMatchObject({
      rootId: p1.data[0].id,
      parentId: p1.data[0].id,
      postedAt: new Date(said()[0]?.created_time.replace('+0000', 'Z') ?? '').toISOString(),
    })
    expect(
      player.asked.every(
        ({ headers, query }) => headers.authorization === 'Bearer token' && !query.has('access_token'),
      ),
    ).toBe(true)
  })

  it('notices that Meta answers for another version: told while it runs, refused at a first look', async () => {
    const old: [string, string] = ['facebook-api-version', 'v25.0']
    const played = await play([answer(feed(), { data: [] }, 200, [old])], 60_000)
    await using _ = played.player
    await all(played.source, played)
    expect(played.time.states).toContainEqual({
      state: 'disconnected',
      reason: 'graph.version_drift:v25.0',
      retryInMs: 0,
    })
    const look = await play([answer(feed(), { data: [] }, 200, [old])], 60_000, {}, { once: true })
    await using __ = look.player
    await expect(all(look.source, look)).rejects.toMatchObject({ code: 'graph.version_drift:v25.0' })
  })

  it('rests before its allowance is used up', async () => {
    const used: [string, string] = ['x-app-usage', '{"call_count":97,"total_time":1,"total_cputime":1}']
    const played = await play([answer(feed(), { data: [] }, 200, [used])], 1_000_000, { everyMinutes: 1 })
    await using player = played.player
    await all(played.source, played)
    expect(player.asked.length).toBeLessThan(6)
    expect(played.time.states.map((state) => 'reason' in state && state.reason)).toContain('graph.usage')
  })

  it('re-checks by id, and believes that something is gone only while its own page can be read', async () => {
    const missing = JSON.stringify({ error: { code: 100, error_subcode: 33 } })
    const played = await play(
      [
        answer('GET /v26.0/?ids=1_1,1_2,1_3&fields=id', missing, 400),
        answer('GET /v26.0/1_1?fields=id', { id: '1_1' }),
        answer('GET /v26.0/1_2?fields=id', missing, 400),
        answer('GET /v26.0/1_3?fields=id', { id: '1_3' }),
        answer(`GET /v26.0/${page}?fields=id`, { id: page }),
        answer(`GET /v26.0/${page}?fields=id`, missing, 400),
      ],
      1,
    )
    await using _ = played.player
    const ask = () => played.source.recheck?.(['1_1', '1_2', '1_3'], played.signal)
    expect(await ask()).toEqual([
      { externalId: '1_1', now: 'same' },
      { externalId: '1_2', now: 'gone', reason: 'deleted' },
      { externalId: '1_3', now: 'same' },
    ])
    await expect(ask()).rejects.toMatchObject({ code: 'graph.100.33' })
  })
})
