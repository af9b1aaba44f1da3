import { type Exchange, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, it } from 'vitest'
import { budgets, inMemory } from '../limits/budgets.ts'
import { all, answer, means, recordedJson } from '../recorded.fixture.ts'
import { youtubeAdapter } from './adapter.ts'

const data = fixture('youtube/testdata')
const needs = data.absent ? ' (needs HARK_SHARED: recorded traffic)' : ''
const read = (name: string) => recordedJson(`${data.path}/apidata/${name}.json`)
const start = Date.UTC(2019, 11, 1, 12)
const video = 'F1UP7wRCPH8'
const threads = (more = '', where = `videoId=${video}`) =>
  `GET /youtube/v3/commentThreads?part=snippet,replies&${where}&order=time&maxResults=100&textFormat=plainText${more}`
const replies = (parent: string, more = '') =>
  `GET /youtube/v3/comments?part=snippet&parentId=${parent}&maxResults=100&textFormat=plainText${more}`
const denied = (reason: string, status = 403) => ({
  status,
  body: JSON.stringify({ error: { errors: [{ reason }] } }),
})

async function play(exchanges: Exchange[], config: object, stopAfterMs: number) {
  const player = await playCassettes(exchanges)
  const tools = means(player, start, stopAfterMs)
  const settings = { server: player.origin, ...config }
  const source = youtubeAdapter.open(settings, {
    ...tools.deps,
    secrets: { apiKey: 'key' },
    budgets: budgets(youtubeAdapter.allowances?.(settings) ?? {}, inMemory(), tools.deps.nowMs),
  })
  return { player, source, ...tools }
}

describe.skipIf(data.absent)(`YouTube, played from recorded answers${needs}`, () => {
  const page2 = () => read('comment_threads/comment_threads_by_video_paged_2')
  const older = data.absent ? [] : read('comment_threads/comment_thread_single').items

  it('reads new comments, and goes over old threads for answers that do not come with them', async () => {
    const many = page2()
    const withAnswers = many.items.at(-1)
    const lists = ['comments/comments_by_parent_paged_1', 'comments/comments_by_parent_paged_2'].map(read)
    const played = await play(
      [
        answer(threads(), many),
        answer(replies(withAnswers.id), lists[0]),
        answer(replies(withAnswers.id, `&pageToken=${encodeURIComponent(lists[0].nextPageToken)}`), lists[1]),
      ],
      { videos: [video], followDays: 30 },
      4 * 3_600_000,
    )
    await using player = played.player
    const { ids, posts, rejected } = await all(played.source, played)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(many.items.length + 3)
    expect(rejected).toEqual([])
    expect(posts.every(({ rootId }) => rootId === video)).toBe(true)
    // Gone over again after three hours: the number of answers is the same, so they are not listed again.
    expect(player.asked.filter(({ path }) => path.endsWith('/comments'))).toHaveLength(2)
    expect(
      player.asked.every(({ headers, query }) => headers['x-goog-api-key'] === 'key' && !query.has('key')),
    ).toBe(true)
  })

  it('walks back to what it knows over trouble of every kind, losing and repeating nothing', async () => {
    const newer = page2()
    const top = { ...newer, items: newer.items.slice(0, 2), nextPageToken: 'next' }
    const rest = { ...newer, items: [...newer.items.slice(2), ...older] }
    const played = await play(
      [
        answer(threads(), { items: newer.items.slice(2) }),
        answer(threads(), top),
        answer(threads(), top),
        answer(threads('&pageToken=next'), '{"items": [', 200),
        answer(threads('&pageToken=next'), rest),
      ],
      { channels: [], videos: [video], sweepMinutes: 10_080, everyMinutes: 1 },
      30 * 3_600_000,
    )
    await using player = played.player
    let seen = 0
    const inTheMiddle = played.source.read(played.signal, null)
    const found: string[] = []
    for await (const batch of inTheMiddle) {
      found.push(...batch.posts.map(({ externalId }) => externalId))
      seen += 1
      if (seen === 1)
        player.fail([
          { status: 500 },
          { cutAfter: 30 },
          denied('backendError', 503),
          { status: 429, headers: { 'retry-after': '7' } },
          denied('quotaExceeded'),
        ])
      if (found.length >= 6) played.stop.abort()
    }
    expect(new Set(found).size).toBe(found.length)
    expect(found.length).toBeGreaterThanOrEqual(6)
    const reasons = played.time.states.flatMap((state) => ('reason' in state ? [state.reason] : []))
    expect(reasons).toEqual(
      expect.arrayContaining(['http.500', 'youtube.backendError', 'http.429', 'youtube.quotaExceeded']),
    )
    // Until midnight Pacific, and a gap is shown meanwhile.
    expect(played.time.ms).toBeGreaterThanOrEqual(Date.UTC(2019, 11, 2, 8))
  })

  it('stops when the day’s searches are spent, and follows what it found', async () => {
    const found = read('search/search_videos_by_channel')
    const [{ id }] = found.items
    const query = `GET /youtube/v3/search?part=snippet&type=video&order=date&maxResults=50&q=zolvara`
    const played = await play(
      [
        answer(query, {
          ...found,
          items: [
            {
              ...found.items[0],
              snippet: { ...found.items[0].snippet, publishedAt: '2019-11-30T00:00:00Z' },
            },
          ],
          nextPageToken: undefined,
        }),
        answer(threads('', `videoId=${id.videoId}`), { items: older }),
      ],
      { searches: ['zolvara'], searchMinutes: 60, searchesADay: 2 },
      5 * 3_600_000,
    )
    await using player = played.player
    const { ids, gaps } = await all(played.source, played)
    expect(ids).toEqual([id.videoId, older[0].id])
    expect(player.asked.filter(({ path }) => path.endsWith('/search'))).toHaveLength(2)
    expect(gaps.map(({ reason }) => reason)).toContain('budget.spent')
  })

  it('comments closed is a refusal a person sees', async () => {
    const played = await play([answer(threads(), { items: older })], { videos: [video] }, 60_000)
    await using player = played.player
    player.fail([denied('commentsDisabled'), denied('commentsDisabled')])
    await all(played.source, played)
    expect(played.time.states[0]).toMatchObject({ reason: 'youtube.commentsDisabled' })
  })

  it('re-checks: the same, edited, gone', async () => {
    const [kept] = read('comments/comments_single').items
    const edited = {
      ...kept,
      id: 'Ugedited',
      snippet: { ...kept.snippet, updatedAt: '2019-08-01T00:00:00Z' },
    }
    const ids = [kept.id, 'Ugedited', 'Uggone']
    const played = await play(
      [
        answer(`GET /youtube/v3/comments?part=snippet&id=${ids.join(',')}&textFormat=plainText`, {
          items: [kept, edited],
        }),
      ],
      { videos: [video] },
      1,
    )
    await using _ = played.player
    expect(await played.source.recheck?.(ids, played.signal)).toEqual([
      { externalId: kept.id, now: 'same' },
      {
        externalId: 'Ugedited',
        now: 'changed',
        post: expect.objectContaining({ revision: '2019-08-01T00:00:00Z' }),
      },
      { externalId: 'Uggone', now: 'gone', reason: 'deleted' },
    ])
  })
})

it('a push names a new video, or a deleted one', async () => {
  const source = youtubeAdapter.open({ channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'] }, {})
  const push = (inner: string) =>
    source.parse?.({
      headers: { 'content-type': 'application/atom+xml' },
      body: Buffer.from(
        `<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns="http://www.w3.org/2005/Atom">${inner}</feed>`,
      ),
      receivedAt: '2026-11-22T10:00:00.000Z',
    })
  const entry =
    '<entry><id>yt:video:D-lhorsDlUQ</id><yt:videoId>D-lhorsDlUQ</yt:videoId><title>Zolvara &amp; me</title><author><name>A</name><uri>https://www.youtube.com/channel/UC_x5XG1OV2P6uZZ5FSM9Ttw</uri></author><published>2026-11-22T09:00:00+00:00</published></entry>'
  expect((await push(entry))?.posts).toMatchObject([
    { externalId: 'D-lhorsDlUQ', text: 'Zolvara & me', authorId: 'UC_x5XG1OV2P6uZZ5FSM9Ttw' },
  ])
  const gone = '<at:deleted-entry ref="yt:video:D-lhorsDlUQ" when="2026-11-22T09:30:00+00:00"/>'
  expect((await push(gone))?.removals).toEqual([
    { kind: 'post', externalId: 'D-lhorsDlUQ', reason: 'deleted', at: '2026-11-22T09:30:00.000Z' },
  ])
})
