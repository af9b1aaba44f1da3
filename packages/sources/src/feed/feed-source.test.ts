import { readFileSync } from 'node:fs'
import { type Exchange, type Fault, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch, SourceState } from '../source.ts'
import { feedAdapter } from './adapter.ts'
import type { FeedConfig } from './config.ts'

const real = fixture('feeds/real/test/input')
const absent = real.absent ? ' (skipped: recorded feeds not found at HARK_SHARED)' : ''
const start = Date.UTC(2026, 10, 22)

const answer = (
  path: string,
  body: string | Buffer,
  headers: [string, string][] = [],
  status = 200,
): Exchange => ({
  method: 'GET',
  url: new URL(path, 'http://feed.recorded'),
  status,
  headers: [['content-type', 'application/xml'], ...headers],
  body: Buffer.from(body),
})
const recorded = (file: string) => readFileSync(`${real.path}/${file}`)
const rss = (items: string[], head = '') =>
  `<rss version="2.0" xmlns:wfw="http://wellformedweb.org/CommentAPI/"><channel>${head}${items.map((id) => `<item><guid>urn:x:${id}</guid><title>${id}</title>${id === 'c' ? '<wfw:commentRss>/comments</wfw:commentRss>' : ''}</item>`).join('')}</channel></rss>`

type Look = {
  minutes?: number
  faults?: Fault[]
  cursor?: string | null
  config?: Partial<FeedConfig>
  secrets?: Record<string, string>
}

/** Reads a feed for so many minutes of a clock that moves only when the source waits. */
async function reading(
  exchanges: Exchange[],
  { minutes = 1, faults = [], cursor = null, config = {}, secrets = {} }: Look = {},
) {
  await using platform = await playCassettes(exchanges)
  platform.fail(faults, '/feed')
  const [stop, states, batches] = [new AbortController(), [] as SourceState[], [] as Batch[]]
  let now = start
  const source = feedAdapter.open(
    { urls: [`${platform.origin}/feed`], ...config },
    {
      http: safeFetch({ allow: [platform.host], headersMs: 400, idleMs: 400 }),
      secrets,
      nowMs: () => now,
      random: () => 1,
      onState: (state) => states.push(state),
      sleep: async (ms) => {
        now += ms
        if (now - start > minutes * 60_000) stop.abort()
      },
    },
  )
  for await (const batch of source.read(stop.signal, cursor)) batches.push(batch)
  const here = (text: string) => text.replaceAll(platform.origin, '')
  return {
    batches,
    states,
    asked: platform.asked.map(({ path, headers }) => ({ path, headers })),
    ids: batches.flatMap(({ posts }) => posts.map(({ externalId }) => here(externalId))),
    posts: batches.flatMap(({ posts }) => posts),
    removals: batches.flatMap(({ removals }) => removals),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    cursor: batches.at(-1)?.cursor ?? null,
    here,
  }
}

describe.skipIf(real.absent)(`a real feed${absent}`, () => {
  test.each<[string, Fault[]]>([
    ['429 with a time', [{ status: 429, headers: { 'retry-after': '30' } }]],
    ['429 without', [{ status: 429 }]],
    ['5xx, twice', [{ status: 500 }, { status: 503 }]],
    ['a break in the middle', [{ cutAfter: 20_000 }]],
    ['silence', [{ silence: true }]],
    ['half a document with the right length', [{ status: 200, body: '<rss version="2.0"><chan' }]],
  ])('%s: nothing lost, nothing twice', async (_, faults) => {
    const file = recorded('reddit.rss')
    const plain = await reading([answer('/feed', file)])
    const { ids, states } = await reading([answer('/feed', file)], { faults, minutes: 60 })
    expect(ids).toEqual(plain.ids)
    expect(ids.length).toBeGreaterThan(20)
    expect(states.some(({ state }) => state === 'disconnected')).toBe(true)
  })

  test('a document that breaks off gives what it holds whole, and is asked for again', async () => {
    const file = recorded('reddit.rss')
    const cut = { status: 200, headers: { etag: '"1"' }, body: file.subarray(0, 20_000).toString() }
    const plain = await reading([answer('/feed', file)])
    const { ids, asked, batches } = await reading([answer('/feed', file)], { faults: [cut], minutes: 20 })
    expect(new Set(ids)).toEqual(new Set(plain.ids))
    // The item it broke off in is taken as far as it goes, and its whole is a version of it.
    expect([ids.length, batches.flatMap(({ rejected }) => rejected)]).toEqual([plain.ids.length + 1, []])
    expect(asked[1]?.headers).not.toHaveProperty('if-none-match')
  })

  test('drop by drop it is still read', async () => {
    const { ids } = await reading([answer('/feed', recorded('pagination-links.rss'))], {
      faults: [{ dripMs: 0 }],
      config: { comments: false },
    })
    expect(ids.length).toBeGreaterThan(0)
  })

  test('is asked for conditionally, with what the server said, and 304 brings nothing', async () => {
    const validators: [string, string][] = [
      ['etag', 'W/"a1"'],
      ['last-modified', 'Sat, 21 Nov 2026 10:00:00 GMT'],
    ]
    const first = await reading([answer('/feed', recorded('reddit.rss'), validators)])
    const then = await reading([answer('/feed', '', validators, 304)], {
      cursor: first.here(first.cursor ?? ''),
    })
    expect(then.ids).toEqual([])
    // Another origin, so another lane; the same lane is driven below.
    expect(first.asked[0]?.headers).not.toHaveProperty('if-none-match')
    const both = await reading(
      [answer('/feed', recorded('reddit.rss'), validators), answer('/feed', '', validators, 304)],
      { minutes: 20 },
    )
    expect(both.asked[1]?.headers).toMatchObject({
      'if-none-match': 'W/"a1"',
      'if-modified-since': 'Sat, 21 Nov 2026 10:00:00 GMT',
    })
    expect(both.ids).toEqual(first.ids)
  })
})

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
