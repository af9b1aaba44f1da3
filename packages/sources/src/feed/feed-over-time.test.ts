import { playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { feedAdapter } from './adapter.ts'
import { answer, reading, rss, start } from './reading.fixture.ts'

describe('a feed over time', () => {
  test('offers what is new, and shows when it no longer reaches back', async () => {
    const { ids, gaps } = await reading(
      [answer('/feed', rss(['b', 'a'])), answer('/feed', rss(['c', 'b'])), answer('/feed', rss(['z', 'y']))],
      { minutes: 35, config: { comments: false } },
    )
    expect(ids).toEqual(['urn:x:b', 'urn:x:a', 'urn:x:c', 'urn:x:z', 'urn:x:y'])
    expect(gaps).toMatchObject([{ reason: 'feed.window_passed', state: 'lost' }])
  })

  test('reads older parts until it reaches what it knows, and does not go round in circles', async () => {
    const next = '<link xmlns="http://www.w3.org/2005/Atom" rel="next" href="/feed2"/>'
    const { ids, gaps } = await reading(
      [
        answer('/feed', rss(['a'])),
        answer('/feed', rss(['d', 'c'], next)),
        answer('/feed2', rss(['b', 'a'], next)),
      ],
      { minutes: 20, config: { comments: false } },
    )
    expect([ids.toSorted(), gaps]).toEqual([['urn:x:a', 'urn:x:b', 'urn:x:c', 'urn:x:d'], []])
  })

  test('reads comments as answers to their item, after a restart too', async () => {
    const exchanges = [answer('/feed', rss(['c'])), answer('/comments', rss(['d']))]
    const { posts } = await reading(exchanges)
    expect(posts.map(({ externalId, parentId, rootId }) => [externalId, parentId, rootId])).toEqual([
      ['urn:x:c', null, null],
      ['urn:x:d', 'urn:x:c', 'urn:x:c'],
    ])
  })

  test('a single look does not ask for comments', async () => {
    await using platform = await playCassettes([answer('/feed', rss(['c']))])
    const http = safeFetch({ allow: [platform.host] })
    const source = feedAdapter.open({ urls: [`${platform.origin}/feed`] }, { http, once: true })
    for await (const { posts } of source.read(new AbortController().signal, null))
      expect(posts.length).toBeLessThan(2)
    expect(platform.asked).toHaveLength(1)
  })

  test('an item gone from the list is not deleted, one with a tombstone is, unless it was changed since', async () => {
    const at = 'xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"'
    const gone = (ref: string) => `<at:deleted-entry ref="${ref}" when="2026-11-01T00:00:00Z"/>`
    const { removals } = await reading([
      answer(
        '/feed',
        `<feed ${at}>${gone('urn:x:1')}${gone('urn:x:2')}<entry><id>urn:x:2</id><title>x</title><updated>2026-11-02T00:00:00Z</updated></entry></feed>`,
      ),
    ])
    expect(removals).toEqual([
      { kind: 'post', externalId: 'urn:x:1', reason: 'deleted', at: '2026-11-01T00:00:00.000Z' },
    ])
  })

  test('410 ends it for good, and says what is lost', async () => {
    const { gaps, asked } = await reading([answer('/feed', rss(['a'])), answer('/feed', '', [], 410)], {
      minutes: 600,
    })
    expect([asked.length, gaps]).toMatchObject([2, [{ reason: 'http.410', state: 'lost' }]])
  })

  test('301 is remembered, 302 is not', async () => {
    const at = (status: number) =>
      reading([answer('/feed', '', [['location', '/new']], status), answer('/new', rss(['a']))], {
        minutes: 20,
      })
    expect((await at(301)).asked.map(({ path }) => path)).toEqual(['/feed', '/new', '/new'])
    expect((await at(302)).asked.map(({ path }) => path)).toEqual(['/feed', '/new', '/feed', '/new'])
  })

  test('is asked no more often than it wants', async () => {
    const slow = await reading([answer('/feed', rss(['a'], '<ttl>60</ttl>'))], { minutes: 50 })
    expect(slow.asked).toHaveLength(1)
    const cached = await reading([answer('/feed', rss(['a']), [['cache-control', 'public, max-age=7200']])], {
      minutes: 110,
    })
    expect(cached.asked).toHaveLength(1)
    const night = await reading(
      [answer('/feed', rss(['a'], '<skipHours><hour>0</hour><hour>1</hour></skipHours>'))],
      { minutes: 119 },
    )
    expect(night.asked).toHaveLength(1)
  })

  test('a feed that offers a hub is subscribed to once, with a callback only this topic fits', async () => {
    const hub = '<link xmlns="http://www.w3.org/2005/Atom" rel="hub" href="/hub"/>'
    const accepted = { ...answer('/hub', '', [], 202), method: 'POST' }
    const { asked } = await reading(
      [answer('/feed', rss(['a'], hub)), answer('/feed', rss(['b', 'a'], hub)), accepted],
      {
        minutes: 20,
        config: { callback: 'https://hark.example/api/hooks/1' },
        secrets: { websub: 's' },
      },
    )
    expect(asked.filter(({ path }) => path === '/hub')).toHaveLength(1)
  })
})

test('what a hub pushes becomes the same posts as polling', async () => {
  const source = feedAdapter.open(
    { urls: ['https://blog.example/feed'] },
    { http: safeFetch({ offline: true }) },
  )
  const delivery = {
    headers: { 'content-type': 'application/rss+xml' },
    body: Buffer.from(rss(['a'])),
    receivedAt: new Date(start).toISOString(),
  }
  expect(await source.parse?.(delivery)).toMatchObject({
    posts: [{ externalId: 'urn:x:a', text: 'a' }],
    rejected: [],
  })
  await expect(async () =>
    source.parse?.({ ...delivery, body: Buffer.from('nonsense') }),
  ).rejects.toMatchObject({ kind: 'malformed' })
})

test('pages are asked after: gone, still there, or not to be known', async () => {
  const head = (path: string, status: number) => ({ ...answer(path, '', [], status), method: 'HEAD' })
  await using platform = await playCassettes([
    head('/a', 200),
    head('/b', 404),
    head('/c', 410),
    head('/d', 500),
  ])
  const source = feedAdapter.open(
    { urls: [`${platform.origin}/feed`] },
    { http: safeFetch({ allow: [platform.host] }) },
  )
  const ids = ['/a', '/b', '/c', '/d', '/a#comment-1'].map((path) => platform.origin + path)
  const answers = await source.recheck?.([...ids, 'urn:x:1'], new AbortController().signal)
  expect(answers?.map(({ externalId, now }) => [externalId.replace(platform.origin, ''), now])).toEqual([
    ['/a', 'same'],
    ['/b', 'gone'],
    ['/c', 'gone'],
  ])
})
