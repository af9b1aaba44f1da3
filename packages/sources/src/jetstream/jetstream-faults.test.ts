import { describe, expect, test } from 'vitest'
import { tid } from '../bluesky/tid.ts'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { parseCursor } from './cursor.ts'
import { type JetstreamDeps, jetstreamSource } from './jetstream-source.ts'
import { type Collected, collect } from './reading.ts'
import { RecordedServer, type Script } from './recorded-server.ts'
import { accountLine, postLine, v2Frame } from './sample-lines.ts'

const startUs = Date.UTC(2026, 6, 4, 14, 38) * 1000
const did = (n: number) => `did:plc:${String(n).padStart(24, 'a')}`
const seconds = (n: number) => startUs + n * 1_000_000
const frames = Array.from({ length: 20 }, (_, n) =>
  v2Frame({ did: did(n), text: `post ${n}`, seq: 100 + n, timeUs: seconds(n) }),
)
const sent = (line: string) => {
  const { payload } = JSON.parse(line)
  return { timeUs: Date.parse(payload.time) * 1000, seq: payload.seq }
}
const v2 = '/xrpc/network.bsky.jetstream.subscribeEvents'
const outdated = JSON.stringify({
  $type: 'message',
  payload: {
    $type: 'network.bsky.jetstream.subscribeEvents#info',
    name: 'OutdatedCursor',
    message: 'resumed',
  },
})
const last = ({ posts }: Collected) => posts.at(-1)?.text === 'post 19'

async function readV2(scripts: Script[], cursor: (host: string) => string | null) {
  await using server = await RecordedServer.start(frames, scripts, sent)
  const host = new URL(server.url()).host
  const collected = await collect({ urls: [server.url(v2)] }, last, cursor(host))
  return { collected, cursors: server.cursors(), requests: server.requests, host }
}

describe('the v2 wire', () => {
  test('asks for commits of posts and for accounts, and stores the sequence number', async () => {
    const { collected, requests, host } = await readV2([], () => null)

    expect(requests[0]?.pathname).toBe(v2)
    expect(requests[0]?.searchParams.getAll('kinds')).toEqual(['commit', 'account'])
    expect(requests[0]?.searchParams.get('collections')).toBe('app.bsky.feed.post')
    expect(collected.posts.map(({ text }) => text)).toEqual(frames.map((_, n) => `post ${n}`))
    expect(parseCursor(collected.batches.at(-1)?.cursor ?? null)).toEqual({
      timeUs: seconds(19),
      seq: 119,
      host,
    })
  })

  test('resumes by sequence number at the same server, and leaves out the overlap', async () => {
    const { collected, cursors } = await readV2([{ dropAfter: 10 }], () => null)

    expect(cursors).toEqual([null, '109'])
    expect(collected.offered).toBe(20)
    expect(collected.gaps).toEqual([])
  })

  test('goes back to the time, rewound, at another server', async () => {
    const { cursors } = await readV2([], () =>
      JSON.stringify({ t: seconds(10), seq: 9_999, host: 'elsewhere' }),
    )
    expect(cursors).toEqual([String(seconds(5))])
  })

  test('a sequence number the server no longer holds becomes a gap', async () => {
    const scripts = [{ refuse: 'CursorTooOld' }, { preface: [outdated], floorUs: seconds(12) }]
    const { collected, cursors } = await readV2(scripts, (host) =>
      JSON.stringify({ t: seconds(8), seq: 1, host }),
    )

    expect(cursors).toEqual(['1', String(seconds(3))])
    const [from, to] = [8, 12].map((n) => new Date(seconds(n) / 1000).toISOString())
    expect(collected.gaps).toEqual([{ from, to, reason: 'cursor.too_old', state: 'lost' }])
    expect(collected.posts).toHaveLength(8)
  })

  test('a notice that a time cursor was clamped is a gap, however small', async () => {
    const scripts = [{ preface: [outdated], floorUs: seconds(10) }]
    const { collected } = await readV2(scripts, () => String(seconds(8)))
    expect(collected.gaps.map(({ reason }) => reason)).toEqual(['cursor.clamped'])
  })

  test('a sequence number of another instance behind the same name is given up, without loss', async () => {
    const foreign = { preface: [frames[0] as string] }
    const { collected, cursors } = await readV2([foreign], (host) =>
      JSON.stringify({ t: seconds(0), seq: 5_000, host }),
    )
    expect(cursors).toEqual(['5000', String(seconds(-5))])
    expect(collected.offered).toBe(20)
  })

  test('an error frame ends the connection, and reading goes on where it stood', async () => {
    const error = '{"$type":"error","error":"ConsumerTooSlow","message":"behind"}'
    const { collected } = await readV2([{ preface: [frames[0] as string, error] }], () => null)

    expect(collected.states).toContainEqual(expect.objectContaining({ reason: 'stream.ConsumerTooSlow' }))
    expect(collected.offered).toBe(20)
  })
})

describe('order inside a batch', () => {
  const [author, timeUs] = [did(1), startUs]
  const rkey = tid(startUs, 1)

  async function read(lines: string[], removals: number) {
    await using server = await RecordedServer.start(lines)
    return await collect({ urls: [server.url()] }, (collected) => collected.removals.length >= removals)
  }

  test('a post created anew under a deleted key comes in a later batch, as its own revision', async () => {
    const sample = { did: author, rkey, timeUs }
    const rev = tid(timeUs + 3, 0)
    const lines = [
      postLine({ ...sample, text: 'first', rev: tid(timeUs + 1, 0) }),
      postLine({ ...sample, operation: 'delete', rev: tid(timeUs + 2, 0) }),
      postLine({ ...sample, text: 'second', rev }),
      accountLine(author, timeUs + 1, true),
    ]
    const { batches } = await read(lines, 2)

    expect(batches.map(({ posts, removals }) => [posts.map(({ text }) => text), removals.length])).toEqual([
      [['first'], 1],
      [['second'], 1],
    ])
    expect(batches.map(({ posts }) => posts[0]?.revision)).toEqual(['', rev])
  })

  test('a post after its author was suspended and restored waits for the next batch', async () => {
    const lines = [
      accountLine(author, timeUs, false, 'suspended'),
      accountLine(author, timeUs + 1, true),
      postLine({ did: author, timeUs: timeUs + 2 }),
      accountLine(did(2), timeUs + 3, false, 'deleted'),
    ]
    const { batches } = await read(lines, 3)

    expect(batches.map(({ posts, removals }) => [posts.length, removals.map(({ kind }) => kind)])).toEqual([
      [0, ['author', 'author_restored']],
      [1, ['author']],
    ])
  })
})

describe('what goes wrong', () => {
  test('unreadable messages and records are counted as rejected, with a reason', async () => {
    const lines = [
      postLine({ did: did(1), record: { $type: 'app.bsky.feed.post', text: 5 } }),
      postLine({ did: did(2), operation: 'transmogrify' }),
      postLine({ did: did(3), text: 'fine' }),
    ]
    await using server = await RecordedServer.start(lines, [{ preface: ['{"app.bsky.feed.post"'] }])
    const collected = await collect({ urls: [server.url()] }, ({ posts }) => posts.length === 1)

    expect(collected.offered).toBe(4)
    expect(collected.batches.flatMap(({ rejected }) => rejected.map(({ reason }) => reason))).toEqual([
      'line.not_json',
      'record.unknown_shape',
      'commit.unknown_operation',
    ])
  })

  test('a server that is not there is left for the next one', async () => {
    await using server = await RecordedServer.start([postLine()])
    const gone = await RecordedServer.start([])
    const nobody = gone.url()
    await gone[Symbol.asyncDispose]()
    const collected = await collect({ urls: [nobody, server.url()] }, ({ posts }) => posts.length === 1)

    expect(collected.states).toEqual([
      { state: 'connecting', attempt: 0 },
      { state: 'disconnected', reason: 'ECONNREFUSED', retryInMs: 250 },
      { state: 'connecting', attempt: 1 },
      { state: 'connected' },
    ])
  })

  test('no server for long is an open gap, once, and filled when one speaks; nothing is lost', async () => {
    const lines = [10, 11, 12].map((n) => postLine({ did: did(n), text: `post ${n}`, timeUs: seconds(n) }))
    const gone = await RecordedServer.start([])
    const nobody = gone.url()
    await gone[Symbol.asyncDispose]()
    await using server = await RecordedServer.start(lines)
    let ms = startUs / 1000
    const urls = [nobody]
    const deps: JetstreamDeps = {
      http: safeFetch({ allow: [nobody, server.url()].map((url) => new URL(url).host) }),
      nowMs: () => ms,
      sleep: async () => {
        ms += 60_000
        if (ms > startUs / 1000 + 30 * 60_000) urls[0] = server.url()
      },
    }
    const cursor = JSON.stringify({ t: seconds(10), seq: null, host: 'h' })
    const done = ({ posts }: Collected) => posts.length === 3
    const { batches, gaps, posts } = await collect({ urls }, done, cursor, deps)
    const from = new Date(seconds(10) / 1000).toISOString()
    expect(gaps).toEqual([{ from, to: null, reason: 'stream.ECONNREFUSED', state: 'open', lane: 'stream' }])
    expect(batches[0]).toMatchObject({ cursor, offered: 0 })
    expect(batches.flatMap(({ filled = [] }) => filled)).toEqual(['stream'])
    expect(posts).toHaveLength(3)
  })

  test('aborting ends the reading and the connection', async () => {
    await using server = await RecordedServer.start([postLine()])
    const stop = new AbortController()
    stop.abort()
    const reading = jetstreamSource({ urls: [server.url()] }, { http: safeFetch() }).read(stop.signal, null)
    expect(await reading.next()).toEqual({ done: true, value: undefined })
  })
})
