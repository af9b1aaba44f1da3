import type { Post } from '@hark/domain'
import { describe, expect, test } from 'vitest'
import { sharedFile } from '../shared-data.ts'
import { parseCursor } from './cursor.ts'
import type { JetstreamConfig } from './jetstream-source.ts'
import { type Collected, collect } from './reading.ts'
import { RecordedServer, type Script } from './recorded-server.ts'

const recording = sharedFile('fixtures/jetstream/expected_v1.jsonl')
const golden = sharedFile('fixtures/jetstream/golden_v1.jsonl')
const absent = recording.absent ? ' (skipped: recorded traffic not found at HARK_SHARED)' : ''

type Event = {
  did: string
  time_us: number
  kind: string
  commit: {
    rev: string
    operation: string
    collection: string
    rkey: string
    record?: { text: string; reply?: { parent: { uri: string } } }
    cid?: string
  }
  account: { active: boolean }
}
const read = (line: string): Event => JSON.parse(line)
const isPost = ({ kind, commit }: Event) => kind === 'commit' && commit.collection === 'app.bsky.feed.post'
const isNewPost = (event: Event) => isPost(event) && event.commit.operation !== 'delete'
const uri = ({ did, commit }: Event) => `at://${did}/${commit.collection}/${commit.rkey}`

/** Plays `lines` and reads to their end. */
async function replay(
  lines: string[],
  scripts: Script[],
  config: Partial<JetstreamConfig> = {},
  cursor?: string,
) {
  await using server = await RecordedServer.start(lines, scripts)
  const last = lines.map(read).findLast((event) => isPost(event) || event.kind === 'account') as Event
  const done = ({ batches }: Collected) =>
    (parseCursor(batches.at(-1)?.cursor ?? null)?.timeUs ?? 0) >= last.time_us
  const collected = await collect({ urls: [server.url()], ...config }, done, cursor ?? null)
  return { collected, requests: server.requests, cursors: server.cursors() }
}

describe.skipIf(recording.absent)(`the recorded minute of production traffic${absent}`, () => {
  const lines = recording.absent ? [] : recording.lines()
  const posts = lines.map(read).filter(isNewPost)

  test('every batch balances: offered = unmatched + posts + rejected', async () => {
    const { collected } = await replay(lines, [{ dropAfter: 90 }], { batchSize: 5 })
    for (const { offered, unmatched, posts, rejected } of collected.batches) {
      expect(offered).toBe(unmatched + posts.length + rejected.length)
    }
    expect(collected.batches.length).toBeGreaterThan(3)
    expect(collected.offered).toBe(17)
  })

  test('every line is accounted for: posts, deletion and account event equal the recording', async () => {
    const { collected } = await replay(lines, [])

    expect(posts).toHaveLength(17)
    expect(collected.offered).toBe(17)
    expect(collected.posts.map(({ externalId }) => externalId)).toEqual(posts.map(uri))
    expect(collected.posts.map(({ text }) => text)).toEqual(posts.map(({ commit }) => commit.record?.text))
    expect(collected.posts.map(({ raw }) => raw)).toEqual(lines.filter((line) => isNewPost(read(line))))
    expect(collected.posts.every(({ revision }) => revision === '')).toBe(true)
    expect(collected.batches.flatMap(({ rejected }) => rejected)).toEqual([])

    const deleted = lines.map(read).filter((event) => isPost(event) && event.commit.operation === 'delete')
    const accounts = lines.map(read).filter(({ kind }) => kind === 'account')
    expect(collected.removals.filter(({ kind }) => kind === 'post')).toEqual(
      deleted.map((event) => expect.objectContaining({ externalId: uri(event), reason: 'deleted' })),
    )
    expect(collected.removals.filter(({ kind }) => kind === 'author_restored')).toEqual(
      accounts.map(({ did }) => expect.objectContaining({ authorId: did })),
    )
    expect(collected.removals).toHaveLength(deleted.length + accounts.length)
  })

  test('a cut in mid-stream loses nothing and repeats nothing', async () => {
    const { collected, cursors } = await replay(lines, [{ dropAfter: 40 }, { dropAfter: 61 }])

    expect(collected.posts.map(uriOf)).toEqual(posts.map(uri))
    expect(collected.gaps).toEqual([])
    expect(cursors).toHaveLength(3)
    expect(cursors[0]).toBeNull()
    expect(Number(cursors[1])).toBeLessThan(read(lines[39] as string).time_us)
  })

  test('duplicate delivery counts each post once', async () => {
    const { collected } = await replay(lines, [{ twice: true }])

    expect(collected.offered).toBe(17)
    expect(collected.posts.map(uriOf)).toEqual(posts.map(uri))
    expect(collected.removals).toHaveLength(2)
  })

  test('a new reader resumes from a stored cursor without a gap', async () => {
    const half = await replay(lines.slice(0, 76), [])
    const cursor = half.collected.batches.at(-1)?.cursor as string
    const rest = await replay(lines, [], { rewindMs: 0 }, cursor)

    const seen = new Set([...half.collected.posts, ...rest.collected.posts].map(uriOf))
    expect(seen).toEqual(new Set(posts.map(uri)))
    expect(rest.collected.gaps).toEqual([])
  })

  test('a silently clamped cursor is reported as a gap from where we stood to what came', async () => {
    const first = Math.min(...lines.map((line) => read(line).time_us))
    const cursor = String(first - 3_600_000_000)
    const { collected } = await replay(lines, [], {}, cursor)

    const { gaps } = collected
    expect(gaps).toHaveLength(1)
    expect(gaps[0]?.from).toBe(new Date((first - 3_600_000_000) / 1000).toISOString())
    expect(Date.parse(gaps[0]?.to ?? '')).toBeGreaterThanOrEqual(Math.floor(first / 1000))
    expect(gaps[0]?.reason).toBe('cursor.clamped')
  })

  test('what does not match is counted and not built', async () => {
    await using server = await RecordedServer.start(lines)
    const all = (collected: Collected) => collected.offered === 17
    const term = posts[3]?.commit.record?.text as string
    const wants = (text: string) => text.includes(term)
    const collected = await collect({ urls: [server.url()] }, all, null, { wants })

    expect(collected.posts).toHaveLength(1)
    expect(collected.batches.reduce((sum, { unmatched }) => sum + unmatched, 0)).toBe(16)
  })

  test('the golden lines give their one post and their one account event', async () => {
    const goldenLines = golden.lines()
    const { collected } = await replay(goldenLines, [])

    expect(collected.posts.map(uriOf)).toEqual(goldenLines.map(read).filter(isNewPost).map(uri))
    expect(collected.posts[0]?.parentId).toBe(
      'at://did:plc:j76trmiofvaxxpvx2vnb2vwf/app.bsky.feed.post/3mmojbrjwbs26',
    )
    expect(collected.removals.map(({ kind }) => kind)).toEqual(['author_restored'])
  })
})

function uriOf({ externalId }: Post): string {
  return externalId
}
