import type { Post } from '@hark/domain'
import { type CassettePlayer, type Fault, playCassettes } from '@hark/testkit/cassettes'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { askJson } from '../ask.ts'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { polite } from '../limits/polite.ts'
import type { Batch } from '../source.ts'
import { type Listed, newestFirst } from './newest-first.ts'
import { pollSource } from './poll-source.ts'

const start = Date.UTC(2026, 10, 22)
const Answer = z.object({
  items: z.array(z.object({ id: z.string(), at: z.number() })),
  next: z.string().nullable(),
})

const postOf = (externalId: string): Post => ({
  platform: 'reddit',
  externalId,
  revision: '',
  authorId: null,
  authorHandle: null,
  text: externalId,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt: new Date(start).toISOString(),
  parentId: null,
  rootId: null,
  quotedId: null,
  media: [],
  raw: '{}',
})

/** A platform that lists three pages of two, newest first, then the same list with one more. */
function exchange(path: string, items: number[], next: string | null) {
  const body = JSON.stringify({
    items: items.map((n) => ({ id: `p${n}`, at: start - (100 - n) * 1000 })),
    next,
  })
  return {
    method: 'GET',
    url: new URL(path, 'https://platform.example'),
    status: 200,
    headers: [] as [string, string][],
    body: Buffer.from(body),
  }
}
const recorded = [
  exchange('/list', [6, 5], '2'),
  exchange('/list?page=2', [4, 3], '3'),
  exchange('/list?page=3', [2, 1], null),
]
const later = [exchange('/list', [7, 6], '2'), exchange('/list?page=2', [5, 4], '3')]

/** Reads as an ingest would, on a clock of its own, until so many posts came or so many waits passed. */
async function read(platform: CassettePlayer, enough: number, cursor: string | null = null) {
  const stop = new AbortController()
  const [time, batches] = [{ ms: start, waits: 0 }, [] as Batch[]]
  const sleep = async (ms: number) => {
    time.ms += ms
    time.waits += 1
    if (time.waits > 20) stop.abort()
  }
  const nowMs = () => time.ms
  const http = polite(safeFetch({ allow: [platform.host], headersMs: 200, idleMs: 200 }), nowMs)
  const page = async (next: string | null, signal: AbortSignal): Promise<Listed> => {
    const url = `${platform.origin}/list${next ? `?page=${next}` : ''}`
    const { data } = await askJson(http, url, Answer, { signal, totalMs: 400 }, nowMs)
    const at = data.items.map((item) => item.at)
    return {
      posts: data.items.map(({ id }) => postOf(id)),
      newestMs: at[0] ?? null,
      oldestMs: at.at(-1) ?? null,
      next: data.next,
    }
  }
  const walk = (from: string | null, signal: AbortSignal) =>
    newestFirst({ page, firstPages: 3, maxPages: 3, overlapMs: 0, nowMs }, from, signal)
  const source = pollSource(
    { platform: 'reddit', lanes: () => [{ key: 'list', everyMs: 60_000, walk }] },
    { nowMs, sleep, random: () => 1 },
  )
  for await (const batch of source.read(stop.signal, cursor)) {
    batches.push(batch)
    if (batches.flatMap(({ posts }) => posts).length >= enough && batches.at(-1)?.posts.length === 0) break
    if (batches.flatMap(({ posts }) => posts).length >= enough) stop.abort()
  }
  return {
    ids: batches.flatMap(({ posts }) => posts.map(({ externalId }) => externalId)),
    batches,
    cursor: batches.at(-1)?.cursor ?? null,
  }
}

test.each<[string, Fault[]]>([
  ['429 with Retry-After', [{ status: 429, headers: { 'retry-after': '30' } }]],
  ['429 without a word', [{ status: 429 }]],
  ['a storm of 429', Array(6).fill({ status: 429, headers: { 'retry-after': '1' } })],
  ['500, 502, 503', [{ status: 500 }, { status: 502 }, { status: 503 }]],
  ['a cut in the middle of a body', [{ cutAfter: 10 }, { cutAfter: 0 }]],
  ['a body a byte at a time', [{ dripMs: 50 }]],
  ['silence', [{ silence: true }]],
  ['a page that is no JSON', [{ status: 200, body: '<html>busy</html>' }]],
  ['a page of another shape', [{ status: 200, body: '{"items": [{"id": 1}]}' }]],
  ['a refusal that passes', [{ status: 401 }]],
])('%s: nothing is lost, nothing comes twice', async (_, faults) => {
  await using platform = await playCassettes(recorded)
  platform.fail(faults)
  const { ids } = await read(platform, 6)
  expect(ids.toSorted()).toEqual(['p1', 'p2', 'p3', 'p4', 'p5', 'p6'])
})

test('a fault in the middle of a walk: the next goes back to the old mark, and offers nothing again', async () => {
  await using platform = await playCassettes(recorded)
  platform.fail([
    { status: 200, body: JSON.parse(JSON.stringify(recorded[0]?.body.toString())) },
    { status: 500 },
  ])
  const { ids, batches } = await read(platform, 6)
  expect(ids).toEqual(['p6', 'p5', 'p4', 'p3', 'p2', 'p1'])
  expect(batches.every(({ offered, posts }) => offered === posts.length)).toBe(true)
})

test('pages in a circle are told, and waited out', async () => {
  await using platform = await playCassettes([
    exchange('/list', [6, 5], '2'),
    exchange('/list?page=2', [4, 3], '2'),
  ])
  const { ids, batches } = await read(platform, 99)
  expect(ids).toEqual(['p6', 'p5', 'p4', 'p3'])
  expect(batches.flatMap(({ gap }) => gap?.reason ?? [])).toEqual(['list.loops'])
})

test('a restart goes on where the last stored page left it, and reads the overlap once more at most', async () => {
  await using platform = await playCassettes(recorded)
  const first = await read(platform, 6)
  await using again = await playCassettes(later)
  const second = await read(again, 1, first.cursor)
  expect(second.ids[0]).toBe('p7')
  expect(again.asked.length).toBeLessThanOrEqual(2)
})
