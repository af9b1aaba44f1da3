import { setTimeout as pause } from 'node:timers/promises'
import { playCassettes } from '@hark/testkit/cassettes'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SourceDeps } from '../adapter.ts'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch } from '../source.ts'
import { blueskyAdapter } from './adapter.ts'
import { absent, lexiconContract, needs, searching, type View, views } from './app-view.fixture.ts'
import { formatStanding, parseStanding } from './beside.ts'
import { parseCursor } from './cursor.ts'
import { RecordedServer } from './recorded-server.ts'
import { accountLine, postLine } from './sample-lines.ts'

const startMs = Date.UTC(2026, 6, 4, 14)
const at = (minutes: number) => (startMs + minutes * 60_000) * 1000
const live = [60, 61, 62].map((n) =>
  postLine({
    did: `did:plc:${'b'.repeat(22)}${n % 60 === 0 ? 'aa' : `z${'abc'[n - 60]}`}`,
    timeUs: at(n),
    text: `Zolvara live ${n}`,
  }),
)
/** Where a reader stopped an hour before what the server still holds. */
const stopped = JSON.stringify({ t: at(0), seq: null, host: 'old.example' })
const lane = `search:${new Date(startMs).toISOString()}`

type Reading = { batches: Batch[]; cursor: string | null }
type At = { held?: View[]; cursor?: string | null; deps?: SourceDeps; until: (batches: Batch[]) => boolean }
let opened: { server: RecordedServer; player: Awaited<ReturnType<typeof playCassettes>> }

/** The lines of the stream from an hour on, and an AppView with `held`. */
async function open(held: View[] = [], lines = live): Promise<void> {
  opened = {
    server: await RecordedServer.start(lines),
    player: await playCassettes([], { live: searching(held), contract: lexiconContract }),
  }
}

async function read({ cursor = stopped, deps = {}, until }: At): Promise<Reading> {
  const { server, player } = opened
  const stop = new AbortController()
  let slept = 0
  const source = blueskyAdapter.open(
    { urls: [server.url()], appView: player.origin },
    {
      http: safeFetch({ allow: [player.host, new URL(server.url()).host] }),
      names: ['Zolvara'],
      // Time passes with the sleeping, a thousand times faster.
      nowMs: () => Date.now() + slept,
      sleep: async (ms, signal) => {
        slept += ms
        await pause(1, undefined, { signal }).catch(() => undefined)
      },
      ...deps,
    },
  )
  const batches: Batch[] = []
  for await (const batch of source.read(stop.signal, cursor)) {
    batches.push(batch)
    if (until(batches)) stop.abort()
  }
  return { batches, cursor: batches.at(-1)?.cursor ?? null }
}
const newsIn = (batches: Batch[]) => batches.flatMap(({ news = [] }) => news)
const ended = (batches: Batch[]) => newsIn(batches).some(({ now }) => now !== 'waiting')
const textsIn = (batches: Batch[]) => batches.flatMap(({ posts }) => posts.map(({ text }) => text))
const streamed = (batches: Batch[]) => textsIn(batches).filter((text) => text.includes('live')).length === 3
const gapIn = (batches: Batch[]) => batches.flatMap(({ gap }) => gap ?? [])

beforeEach(() => {
  opened = undefined as never
})
afterEach(async () => {
  await opened?.server[Symbol.asyncDispose]()
  await opened?.player[Symbol.asyncDispose]()
})

describe.skipIf(absent)(`the stream with search beside it${needs}`, () => {
  const missed = () => views(130, (n) => startMs + 1_000 + n * 20_000)

  test('a clamped cursor opens a gap, which is read back and filled while the stream goes on', async () => {
    await open(missed())
    const { batches, cursor } = await read({ until: (all) => ended(all) && streamed(all) })
    expect(gapIn(batches)).toEqual([
      {
        from: new Date(startMs).toISOString(),
        to: new Date(at(60) / 1000).toISOString(),
        reason: 'cursor.clamped',
        state: 'open',
        lane,
      },
    ])
    expect(newsIn(batches)).toEqual([{ lane, now: 'filled', reason: '' }])
    const ids = batches.flatMap(({ posts }) => posts.map(({ externalId }) => externalId))
    expect(ids).toHaveLength(133)
    expect(new Set(ids).size).toBe(133)
    for (const { offered, unmatched, posts, rejected } of batches)
      expect(offered).toBe(unmatched + posts.length + rejected.length)
    expect(parseStanding(cursor).missing).toEqual([])
  })

  test('stopped with the gap unread, the next reader goes on with it, and opens it no second time', async () => {
    await open(missed())
    opened.player.fail(Array(9).fill({ status: 403 }))
    const first = await read({ until: (all) => newsIn(all).length > 0 && streamed(all) })
    expect(newsIn(first.batches)).toEqual([{ lane, now: 'waiting', reason: 'search.http.403' }])
    opened.player.fail([])
    const again = await read({ cursor: first.cursor, until: ended })
    expect(gapIn(again.batches)).toEqual([])
    expect(newsIn(again.batches).at(-1)).toEqual({ lane, now: 'filled', reason: '' })
    expect(textsIn(again.batches).filter((text) => !text.includes('live'))).toHaveLength(130)
  })

  test('what was deleted since is not brought back by a search that lags', async () => {
    const [gone, left, ...others] = missed().slice(0, 5) as [View, View, ...View[]]
    const rkey = gone.uri.split('/').at(-1) as string
    await open(
      [gone, left, ...others],
      [
        ...live.slice(0, 2),
        postLine({ did: gone.author.did, rkey, operation: 'delete', timeUs: at(61) + 1 }),
        accountLine(left.author.did, at(61) + 2, false, 'takendown'),
        ...live.slice(2),
      ],
    )
    const { batches } = await read({ until: (all) => ended(all) && streamed(all) })
    expect(textsIn(batches).filter((text) => !text.includes('live'))).toHaveLength(3)
  })
})

describe('without search', () => {
  test.each<[string, SourceDeps]>([
    ['no names to search for', { names: [] }],
    ['a single look', { once: true }],
  ])('%s: the gap is lost, as the stream alone says', async (_name, deps) => {
    await open()
    const { batches } = await read({ deps, until: streamed })
    expect(gapIn(batches)).toMatchObject([{ reason: 'cursor.clamped', state: 'lost' }])
    expect(gapIn(batches)[0]?.lane).toBeUndefined()
  })
})

describe('the cursor', () => {
  const missing = [{ lane, fromMs: 1, toMs: 2, sinceMs: 3 }]

  test.each([null, stopped, '1783175888090631', JSON.stringify({ t: 5, seq: 7, host: 'h' })])(
    'from before there was search, %j, is where the stream goes on',
    (cursor) => {
      expect(parseStanding(cursor)).toEqual({ stream: cursor, others: {}, missing: [] })
      expect(formatStanding(parseStanding(cursor))).toBe(cursor)
    },
  )

  test('with search beside it, an older reader finds its place in it', () => {
    const standing = { stream: stopped, others: { search: '{}' }, missing }
    const stored = formatStanding(standing)
    expect(parseCursor(stored)).toEqual(parseCursor(stopped))
    expect(parseStanding(stored)).toEqual(standing)
  })

  test('without a place in the stream yet, what is beside it is kept', () => {
    const standing = { stream: null, others: { search: null }, missing }
    expect(parseStanding(formatStanding(standing))).toEqual(standing)
  })

  test('a stored cursor of the stream alone reads on from there', async () => {
    await open([], live)
    const cursor = JSON.stringify({ t: at(61), seq: null, host: 'old.example' })
    const { batches } = await read({ cursor, until: (all) => textsIn(all).length >= 2 })
    expect(opened.server.cursors()).toEqual([String(at(61) - 5_000_000)])
    expect(gapIn(batches)).toEqual([])
  })
})
