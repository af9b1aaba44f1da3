import { readFileSync } from 'node:fs'
import { type Exchange, type Fault, fixture, playCassettes } from '@hark/testkit/cassettes'
import { describe, expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch } from '../source.ts'
import { podcastAdapter } from './adapter.ts'

const recorded = fixture('podcast')
const absent = recorded.absent ? ' (skipped: recorded podcast not found at HARK_SHARED)' : ''
const start = Date.UTC(2026, 10, 22)
const transcripts = ['vtt', 'srt', 'json', 'html'] as const

const answer = (
  path: string,
  body: string | Buffer,
  headers: [string, string][] = [],
  status = 200,
): Exchange => ({
  method: 'GET',
  url: new URL(path, 'http://podcast.recorded'),
  status,
  headers,
  body: Buffer.from(body),
})

/** The published example of a podcast's feed, its transcripts those published beside it. */
function example(kind: (typeof transcripts)[number]): Exchange[] {
  const feed = readFileSync(`${recorded.path}/example.xml`, 'utf8')
    .replaceAll(/<podcast:transcript[^>]*captions[^>]*>/g, '')
    .replace(/https:\/\/example.com\/ep3\/transcript.txt/, '/ep3')
    .replaceAll(/https:\/\/example.com\/(ep[12])\/transcript.txt/g, '/$1')
  const body = readFileSync(`${recorded.path}/docs/examples/transcripts/example.${kind}`)
  return [
    answer('/feed', feed),
    answer('/ep3', body),
    answer('/ep2', 'Short words.'),
    answer('/ep1', 'Short words.'),
  ]
}

type Look = { minutes?: number; faults?: [Fault[], string]; wants?: (text: string) => boolean }

async function listening(exchanges: Exchange[], { minutes = 1, faults }: Look = {}) {
  await using platform = await playCassettes(exchanges)
  if (faults) platform.fail(...faults)
  const [stop, batches] = [new AbortController(), [] as Batch[]]
  let now = start
  const source = podcastAdapter.open(
    { urls: [`${platform.origin}/feed`] },
    {
      http: safeFetch({ allow: [platform.host], headersMs: 400, idleMs: 400 }),
      nowMs: () => now,
      random: () => 1,
      sleep: async (ms) => {
        now += ms
        if (now - start > minutes * 60_000) stop.abort()
      },
    },
  )
  for await (const batch of source.read(stop.signal, null)) batches.push(batch)
  const posts = batches.flatMap((batch) => batch.posts)
  return {
    posts,
    versions: posts.map(({ externalId, revision }) => [externalId, revision]),
    removals: batches.flatMap((batch) => batch.removals),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    asked: platform.asked.map(({ path }) => path),
  }
}

describe.skipIf(recorded.absent)(`a podcast${absent}`, () => {
  test.each(transcripts)('episodes, and what is said in them by its %s', async (kind) => {
    const { posts } = await listening(example(kind))
    const [episode] = posts.filter(({ externalId }) => externalId === 'https://example.com/ep0003')
    expect(episode).toMatchObject({ platform: 'podcast', text: expect.stringContaining('Episode 3') })
    const said = posts.filter(({ rootId }) => rootId === 'https://example.com/ep0003')
    expect(said.length).toBeGreaterThan(0)
    expect(said[0]).toMatchObject({
      url: expect.stringMatching(/^https:\/\/example\.com\/file-03\.mp3#t=0$/),
      postedAt: '2020-10-09T04:30:38.000Z',
    })
  })

  test.each<[string, Fault[]]>([
    ['429', [{ status: 429, headers: { 'retry-after': '60' } }]],
    ['500', [{ status: 500 }]],
    ['a break in the middle', [{ cutAfter: 3_000 }]],
    ['a body in drops', [{ dripMs: 1, pieces: 60 }]],
    ['a body that stalls', [{ stallAfter: 3_000 }]],
    ['silence', [{ silence: true }]],
    ['not found, for now', [{ status: 404 }]],
  ])('%s for one transcript: nothing lost, nothing twice, no other held up', async (_, faults) => {
    const plain = await listening(example('srt'))
    const { versions, gaps } = await listening(example('srt'), { faults: [faults, '/ep3'], minutes: 420 })
    expect(versions.toSorted()).toEqual(plain.versions.toSorted())
    expect(gaps).toEqual([])
  })

  test('a transcript that is never there is a gap', async () => {
    const broken = example('srt').map((one) => (one.url.pathname === '/ep3' ? { ...one, status: 404 } : one))
    const { gaps, asked } = await listening(broken, { minutes: 48 * 60 })
    expect(gaps).toMatchObject([
      { from: '2020-10-09T04:30:38.000Z', reason: 'transcript.http.404', state: 'lost' },
    ])
    expect(asked.filter((path) => path === '/ep3')).toHaveLength(5)
  })

  test('a transcript published anew is a new version of what changed, and takes back what it dropped', async () => {
    const srt = readFileSync(`${recorded.path}/docs/examples/transcripts/example.srt`, 'utf8')
    const shorter = srt.slice(0, srt.lastIndexOf('\n\n', srt.length / 2)).replace('rookie', 'beginner')
    const again = answer('/ep3', shorter, [['last-modified', 'Sun, 22 Nov 2026 10:00:00 GMT']])
    const first = await listening(example('srt'))
    const { versions, removals } = await listening([...example('srt'), again], { minutes: 25 * 60 })
    const changed = versions.filter(([, revision]) => revision !== '')
    expect(changed).toContainEqual(['https://example.com/ep0003#t=0', '2026-11-22T10:00:00.000Z'])
    expect(changed.length).toBeLessThan(first.posts.length / 2)
    expect(removals.length).toBeGreaterThan(0)
    expect(removals.every((removal) => removal.kind === 'post' && removal.reason === 'deleted')).toBe(true)
  })
})

test('a transcript saved as a file can be tried out', async () => {
  if (recorded.absent) return
  const source = podcastAdapter.open(
    { paths: [`${recorded.path}/docs/examples/transcripts/example.vtt`] },
    { http: safeFetch({ offline: true }), once: true },
  )
  const batches: Batch[] = []
  for await (const batch of source.read(new AbortController().signal, null)) batches.push(batch)
  expect(batches.flatMap(({ posts }) => posts)).toMatchObject([
    { externalId: 'example.vtt#t=0', text: expect.stringMatching(/^Speaker 1: In today/) },
  ])
})
