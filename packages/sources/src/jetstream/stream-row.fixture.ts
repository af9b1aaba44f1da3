import { expect } from 'vitest'
import { tid } from '../bluesky/tid.ts'
import type { FaultName, Row } from '../faults/stage.fixture.ts'
import type { JetstreamDeps } from './jetstream-source.ts'
import { type Collected, collect } from './reading.ts'
import { RecordedServer, type Script } from './recorded-server.ts'
import { postLine } from './sample-lines.ts'

const startUs = Date.UTC(2026, 6, 4, 14, 38) * 1000
const seconds = (n: number) => startUs + n * 1_000_000
const did = (n: number) => `did:plc:${String(n).padStart(24, 'a')}`
const lines = Array.from({ length: 20 }, (_, n) =>
  postLine({ did: did(n), text: `post ${n}`, timeUs: seconds(n) }),
)
const texts = lines.map((_, n) => `post ${n}`)
const last = ({ posts }: Collected) => posts.some(({ text }) => text === 'post 19')
const from = (n: number) => JSON.stringify({ t: seconds(n), seq: null, host: 'h' })

async function read(scripts: Script[], sent = lines, cursor = from(0), deps: JetstreamDeps = {}) {
  await using server = await RecordedServer.start(sent, scripts)
  return await collect({ urls: [server.url()], pingMs: 60, rewindMs: 0 }, last, cursor, deps)
}

async function whole(scripts: Script[], reason: string): Promise<void> {
  const { posts, gaps, states } = await read(scripts)
  expect(posts.map(({ text }) => text)).toEqual(texts)
  expect([gaps, states.map((state) => 'reason' in state && state.reason)]).toEqual([
    [],
    expect.arrayContaining([reason]),
  ])
}

/** A day's refusals on a clock that moves by what is slept. */
async function longLimit(): Promise<void> {
  let ms = startUs / 1000
  const sleep = async (wait: number) => {
    ms += wait
  }
  const deps = { nowMs: () => ms, random: () => 1, sleep }
  const { posts, batches, gaps } = await read(
    Array(30).fill({ refuse: '', status: 429 }),
    lines,
    from(0),
    deps,
  )
  expect(posts.map(({ text }) => text)).toEqual(texts)
  expect(gaps).toMatchObject([{ reason: 'stream.http_429', state: 'open', to: null, lane: 'stream' }])
  expect(batches.flatMap(({ filled = [] }) => filled)).toContain('stream')
}

async function otherWords(): Promise<void> {
  const [at, rkey] = [seconds(18) + 1, tid(seconds(18), 1)]
  const edit = postLine({
    did: did(18),
    text: 'other',
    operation: 'update',
    timeUs: at,
    rkey,
    rev: tid(at, 3),
  })
  const { posts } = await read([], [...lines.slice(0, 19), edit, edit, lines[19] as string])
  const versions = posts.filter(({ text }) => /^(post 18|other)$/.test(text))
  expect(versions.map(({ text }) => text)).toEqual(['post 18', 'other'])
  expect(new Set(versions.map(({ externalId }) => externalId)).size).toBe(1)
}

async function backwards(): Promise<void> {
  const disordered = [lines[5], ...lines.slice(0, 5), ...lines.slice(6)] as string[]
  const first = await read([], disordered)
  expect(first.posts.map(({ text }) => text).sort()).toEqual(texts.toSorted())
  const times = first.batches.map(({ cursor }) => JSON.parse(cursor ?? '{}').t)
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  const again = await read([], disordered, from(7))
  expect(again.posts.map(({ text }) => text)).toEqual(texts.slice(7))
}

async function killed(): Promise<void> {
  const cut = await read(
    [],
    [...lines.slice(0, 10), postLine({ did: did(99), text: 'post 19', timeUs: seconds(9) + 1 })],
  )
  const rest = await read([], lines, cut.batches.at(-1)?.cursor ?? '')
  expect(new Set([...cut.posts, ...rest.posts].map(({ text }) => text))).toEqual(new Set(texts))
  expect([...cut.gaps, ...rest.gaps]).toEqual([])
}

/** Authors date their posts as they like. */
async function invented(): Promise<void> {
  const createdAt = '2099-01-01T00:00:00Z'
  const record = { $type: 'app.bsky.feed.post', text: 'post 0', createdAt }
  const { posts, gaps } = await read(
    [],
    [postLine({ did: did(0), record, timeUs: seconds(0) }), ...lines.slice(1)],
  )
  expect(posts.map(({ text }) => text)).toEqual(texts)
  expect([posts[0]?.postedAt, gaps]).toEqual([new Date(createdAt).toISOString(), []])
  expect(Date.parse(posts[0]?.receivedAt ?? '')).toBeLessThan(Date.parse(createdAt))
}

async function garbage(): Promise<void> {
  const { posts, rejected } = await read([
    { preface: ['<html>"app.bsky.feed.post"</html>', '{"app.bsky.feed.post"'] },
  ]).then((all) => ({
    ...all,
    rejected: all.batches.flatMap((batch) => batch.rejected.map(({ reason }) => reason)),
  }))
  expect(posts.map(({ text }) => text)).toEqual(texts)
  expect(rejected).toEqual(['line.not_json', 'line.not_json'])
}

async function clamped(): Promise<void> {
  const { posts, gaps } = await read([{ floorUs: seconds(15) }], lines, from(2))
  expect(posts.map(({ text }) => text)).toEqual(texts.slice(15))
  const [since, until] = [2, 15].map((n) => new Date(seconds(n) / 1000).toISOString())
  expect(gaps).toEqual([{ from: since, to: until, reason: 'cursor.clamped', state: 'lost' }])
}

/** The stream's own clock says where to go on; ours says when we had it. */
async function skewed(byUs: number): Promise<void> {
  const theirs = lines.map((_, n) => postLine({ did: did(n), text: `post ${n}`, timeUs: seconds(n) + byUs }))
  const [nowMs, since] = [startUs / 1000, JSON.stringify({ t: seconds(0) + byUs, seq: null, host: 'h' })]
  const { posts, gaps } = await read([{ dropAfter: 9 }], theirs, since, { nowMs: () => nowMs })
  expect(posts.map(({ text }) => text)).toEqual(texts)
  expect(gaps).toEqual([])
  expect(new Set(posts.map(({ receivedAt }) => Date.parse(receivedAt)))).toEqual(new Set([nowMs]))
}

const runs: Partial<Record<FaultName, () => Promise<void>>> = {
  '429 with a time': () => whole([{ refuse: '', status: 429 }], 'http_429'),
  '429 without a time': () =>
    whole(
      [
        { refuse: '', status: 429 },
        { refuse: '', status: 429 },
      ],
      'http_429',
    ),
  '429 for longer than the window': longLimit,
  '500, 502, 503': () =>
    whole(
      [500, 502, 503].map((status) => ({ refuse: '', status })),
      'http_503',
    ),
  '401, then 403': () =>
    whole(
      [401, 403].map((status) => ({ refuse: '', status })),
      'http_403',
    ),
  'a body cut off': () => whole([{ dropAfter: 8 }], 'socket.closed_1006'),
  'a body that stalls': () => whole([{ stallAfter: 8 }], 'socket.silent'),
  'the same id with other bytes': otherWords,
  'an older list, an older cursor': backwards,
  'an end in mid-list': killed,
  'a page that is none': garbage,
  'their clock an hour ahead': () => skewed(3_600_000_000),
  'their clock an hour behind': () => skewed(-3_600_000_000),
  'a date in the future': invented,
  'a gap': clamped,
}

/** Tests only: Bluesky's stream, by a server that plays lines. */
export const streamRow: Row = {
  name: 'Bluesky, stream',
  platform: 'bluesky',
  absent: null,
  exempt: {
    'a body in drops': 'a message of a WebSocket comes whole or not at all',
    'pages in a circle': 'a stream has no pages',
  },
  run: async (fault) => runs[fault]?.(),
}
