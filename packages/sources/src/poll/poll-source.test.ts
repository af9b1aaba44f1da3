import type { Post } from '@hark/domain'
import { describe, expect, it } from 'vitest'
import type { Batch, SourceState } from '../source.ts'
import { Trouble } from '../trouble.ts'
import type { Lane, Page } from './lane.ts'
import { type PollDeps, pollSource } from './poll-source.ts'
import { sideBySide } from './side-by-side.ts'

const start = Date.UTC(2026, 10, 22)

const post = (externalId: string, text = externalId): Post => ({
  platform: 'feed',
  externalId,
  revision: '',
  authorId: null,
  authorHandle: null,
  text,
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

/** A clock that only moves when the source sleeps, and stops it after some time. */
function clock(stopAfterMs = Number.POSITIVE_INFINITY) {
  const stop = new AbortController()
  const time = { ms: start, stop, slept: [] as number[], states: [] as SourceState[] }
  const deps: PollDeps = {
    nowMs: () => time.ms,
    random: () => 1,
    onState: (state) => time.states.push(state),
    sleep: async (ms) => {
      time.slept.push(ms)
      time.ms += ms
      if (time.ms - start > stopAfterMs) stop.abort()
    },
  }
  return { ...time, time, deps, signal: stop.signal }
}

/** A lane whose walks are scripted: each is a list of pages, or trouble. */
function scripted(key: string, walks: (Page[] | Trouble)[], everyMs = 1_000) {
  const begun: (string | null)[] = []
  const lane: Lane = {
    key,
    everyMs,
    async *walk(cursor) {
      const walk = walks[begun.length] ?? []
      begun.push(cursor)
      if (walk instanceof Trouble) throw walk
      yield* walk
    },
  }
  return { lane, begun }
}

async function run(lanes: Lane[], { deps, signal }: ReturnType<typeof clock>, cursor: string | null = null) {
  const batches: Batch[] = []
  for await (const batch of pollSource({ platform: 'feed', lanes: () => lanes }, deps).read(signal, cursor))
    batches.push(batch)
  return { batches, ids: batches.flatMap(({ posts }) => posts.map(({ externalId }) => externalId)) }
}
const page = (ids: string[], cursor: string | null, over: Partial<Page> = {}): Page => ({
  posts: ids.map((id) => post(id)),
  cursor,
  ...over,
})

describe('polling', () => {
  it('goes on from the cursor of the last stored page, and offers an overlap once', async () => {
    const time = clock(2_500)
    const { lane, begun } = scripted('a', [
      [page(['1', '2'], 'c1'), page(['3'], 'c2')],
      [page(['3', '4'], 'c3')],
    ])
    const { ids, batches } = await run([lane], time)
    expect(ids).toEqual(['1', '2', '3', '4'])
    expect(begun.slice(0, 3)).toEqual([null, 'c2', 'c3'])
    const again = scripted('a', [[page(['5'], 'c4')]])
    await run([again.lane], clock(500), batches.at(-1)?.cursor ?? null)
    expect(again.begun).toEqual(['c3'])
  })

  it('lets lanes take turns by the page, so that a long one holds up no other', async () => {
    const long = scripted('long', [Array.from({ length: 50 }, (_, n) => page([`l${n}`], String(n)))])
    const short = scripted('short', [[page(['s'], 's')]])
    const { ids } = await run([long.lane, short.lane], clock(900))
    expect(ids.indexOf('s')).toBeLessThan(2)
    expect(ids).toHaveLength(51)
  })

  it('counts every item once: kept, unmatched or rejected', async () => {
    const time = clock(500)
    const { lane } = scripted('a', [
      [page(['x', 'y'], 'c', { rejected: [{ reason: 'item.unknown_shape' }] })],
    ])
    const source = pollSource(
      { platform: 'feed', lanes: () => [lane] },
      { ...time.deps, wants: (text) => text === 'x' },
    )
    const first = (await source.read(time.signal, null).next()).value as Batch
    expect([first.offered, first.posts.length, first.unmatched, first.rejected.length]).toEqual([3, 1, 1, 1])
  })

  it('starts anew from a cursor it cannot read', async () => {
    const { lane, begun } = scripted('a', [[page(['1'], 'c')]])
    await run([lane], clock(500), 'not a cursor')
    expect(begun).toEqual([null])
  })
})

describe('trouble', () => {
  it('waits exactly as long as the platform asks, every lane of the source with it', async () => {
    const limited = new Trouble('limited', 'http.429', start + 30_000)
    const time = clock(30_500)
    const [a, b] = [scripted('a', [limited, [page(['1'], 'c')]]), scripted('b', [[page(['2'], 'c')]])]
    const { ids } = await run([a.lane, b.lane], time)
    expect(time.time.slept[0]).toBe(30_000)
    expect(ids.toSorted()).toEqual(['1', '2'])
  })

  it('a budget that is spent holds back the lane that spent it, and no other', async () => {
    const spent = new Trouble('limited', 'budget.spent', start + 30_000)
    const [a, b] = [scripted('a', [spent]), scripted('b', [[page(['1'], 'c')], [page(['2'], 'd')]])]
    const { ids } = await run([a.lane, b.lane], clock(5_000))
    expect(ids).toEqual(['1', '2'])
    expect(a.begun).toHaveLength(1)
  })

  it('backs off for longer and longer from a server that fails, and loses nothing', async () => {
    const down = new Trouble('unavailable', 'http.500')
    const time = clock(15_000)
    const { lane, begun } = scripted('a', [[page(['1'], 'c1')], down, down, down, [page(['2'], 'c2')]])
    const { ids } = await run([lane], time)
    expect(ids).toEqual(['1', '2'])
    expect(begun.slice(0, 5)).toEqual([null, 'c1', 'c1', 'c1', 'c1'])
    expect(time.time.slept.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000])
  })

  it('that lasts is shown as a gap while it lasts, once, and filled by catching up', async () => {
    const down = new Trouble('unavailable', 'http.500')
    const time = clock(1_500_000)
    const { lane } = scripted('a', [[page(['1'], 'c')], ...Array(10).fill(down), [page(['2'], 'd')]])
    const { batches } = await run([lane], time)
    const gaps = batches.flatMap(({ gap }) => gap ?? [])
    expect(gaps).toEqual([
      { from: new Date(start).toISOString(), to: null, reason: 'http.500', state: 'open', lane: 'a' },
    ])
    const opened = batches.findIndex(({ gap }) => gap)
    expect(batches.slice(opened).flatMap(({ filled }) => filled ?? [])).toEqual(['a'])
  })

  it('a pause longer than the window is a gap at once', async () => {
    const { lane } = scripted('a', [
      [page(['1'], 'c')],
      new Trouble('limited', 'http.429', start + 3_600_000),
    ])
    const { batches } = await run([lane], clock(2_000))
    expect(batches.flatMap(({ gap }) => gap?.reason ?? [])).toEqual(['http.429'])
  })

  it('a list that is no more ends its lane for good, with what was lost', async () => {
    const gone = scripted('a', [[page(['1'], 'c')], new Trouble('gone', 'http.410')])
    const { batches } = await run([gone.lane], clock(5_000))
    expect(batches.at(-1)?.gap).toMatchObject({ reason: 'http.410', state: 'lost' })
    const after = scripted('a', [[page(['2'], 'd')]])
    expect((await run([after.lane], clock(5_000), batches.at(-1)?.cursor ?? null)).ids).toEqual([])
  })

  it('ends a single look at once', async () => {
    const time = clock()
    const { lane } = scripted('a', [new Trouble('refused', 'http.401')])
    const source = pollSource({ platform: 'feed', lanes: () => [lane] }, { ...time.deps, once: true })
    await expect(source.read(time.signal, null).next()).rejects.toMatchObject({
      kind: 'refused',
      code: 'http.401',
    })
    const good = scripted('b', [[page(['1'], 'c'), page(['2'], 'd')]])
    const batches: Batch[] = []
    const once = pollSource({ platform: 'feed', lanes: () => [good.lane] }, { ...time.deps, once: true })
    for await (const batch of once.read(time.signal, null)) batches.push(batch)
    expect(batches.flatMap(({ posts }) => posts)).toHaveLength(2)
  })
})

it('sources side by side keep their own places and do not wait for one another', async () => {
  const stop = new AbortController()
  const endless = {
    read: async function* (signal: AbortSignal): AsyncGenerator<Batch> {
      await new Promise((done) => signal.addEventListener('abort', done))
    },
  }
  const quick = pollSource(
    { platform: 'feed', lanes: () => [scripted('a', [[page(['1'], 'c1')]]).lane] },
    { ...clock().deps, once: true },
  )
  const both = sideBySide('feed', { endless, quick })
  let cursor: string | null = null
  for await (const batch of both.read(stop.signal, null)) {
    cursor = batch.cursor
    stop.abort()
  }
  expect(JSON.parse(JSON.parse(cursor ?? '').quick).a.at).toBe('c1')
})
