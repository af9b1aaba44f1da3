import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import type { Batch } from '../source.ts'
import { blueskyAdapter } from './adapter.ts'
import {
  errorFrame,
  type GivenLabel,
  hiddenUri,
  infoFrame,
  LabelServer,
  labeler,
  labelsFrame,
} from './label-server.fixture.ts'
import { RecordedServer } from './recorded-server.ts'
import { postLine } from './sample-lines.ts'

const startUs = Date.UTC(2026, 6, 4, 14) * 1000
const hide = (rkey: string, more: Partial<GivenLabel> = {}): GivenLabel => ({
  uri: hiddenUri(rkey),
  val: '!hide',
  ...more,
})
const post = (rkey: string, seconds: number) =>
  postLine({ did: 'did:plc:author', rkey, text: `Zolvara ${rkey}`, timeUs: startUs + seconds * 1_000_000 })

/** Reads a stream and a labeler side by side until `enough`. */
async function read(
  labels: LabelServer,
  lines: string[],
  enough: (batches: Batch[]) => boolean,
  cursor: string | null = null,
) {
  await using stream = await RecordedServer.start(lines)
  const stop = new AbortController()
  let slept = 0
  const source = blueskyAdapter.open(
    { urls: [stream.url()], labelers: [`${labels.url}#${labeler}`], appView: null },
    {
      http: safeFetch({ allow: [stream.url(), labels.url].map((url) => new URL(url).host) }),
      nowMs: () => Date.now() + slept,
      sleep: async (ms, signal) => {
        slept += ms
        await pause(1, undefined, { signal }).catch(() => undefined)
      },
    },
  )
  const batches: Batch[] = []
  for await (const batch of source.read(stop.signal, cursor)) {
    batches.push(batch)
    if (enough(batches)) stop.abort()
  }
  return {
    cursor: batches.at(-1)?.cursor ?? null,
    posts: batches.flatMap(({ posts }) => posts.map(({ text }) => text)),
    removals: batches.flatMap(({ removals }) =>
      removals.map((r) => [r.kind, 'externalId' in r ? r.externalId.split('/').at(-1) : r.authorId]),
    ),
    rejected: batches.flatMap(({ rejected }) => rejected.map(({ reason }) => reason)),
    gaps: batches.flatMap(({ gap }) => gap ?? []),
    filled: batches.flatMap(({ filled = [] }) => filled),
  }
}
const removalsIn = (batches: Batch[]) => batches.flatMap(({ removals }) => removals).length

test('hidden, lifted, an opinion, another’s label, and what cannot be read', async () => {
  const odd = Buffer.concat([labelsFrame(3).subarray(0, 12)])
  await using labels = await LabelServer.start([
    {
      send: [
        labelsFrame(1, hide('3ka'), { uri: hiddenUri('3kb'), val: 'spam' }),
        labelsFrame(2, hide('3kc', { src: 'did:plc:somebody' }), hide('3ka', { neg: true }), {
          uri: 'did:plc:x',
          val: '!takedown',
        }),
        odd,
      ],
    },
  ])
  const seen = await read(
    labels,
    [post('3kz', 0)],
    (all) => removalsIn(all) === 3 && all.some(({ posts }) => posts.length > 0),
  )
  expect(seen.removals).toEqual([
    ['post', '3ka'],
    ['post_restored', '3ka'],
    ['author', 'did:plc:x'],
  ])
  expect(seen.rejected).toEqual(['labels.unreadable'])
  expect(seen.posts).toEqual(['Zolvara 3kz'])
})

test('cut off, it goes on from the last message; a new reader from the stored cursor', async () => {
  await using labels = await LabelServer.start([
    { send: [labelsFrame(1, hide('3ka')), labelsFrame(2, hide('3kb'))], close: true },
    { send: [labelsFrame(3, hide('3kc'))] },
    { send: [labelsFrame(4, hide('3kd'))] },
  ])
  const first = await read(labels, [], (all) => removalsIn(all) === 3)
  expect(labels.cursors()).toEqual([null, '2'])
  expect(first.gaps).toEqual([])
  const second = await read(labels, [], (all) => removalsIn(all) === 1, first.cursor)
  expect(labels.cursors().at(-1)).toBe('3')
  expect([...first.removals, ...second.removals].map(([, rkey]) => rkey)).toEqual([
    '3ka',
    '3kb',
    '3kc',
    '3kd',
  ])
})

test('what the service forgot meanwhile is a gap, and lost; a count begun anew is one too', async () => {
  await using labels = await LabelServer.start([
    { send: [labelsFrame(9, hide('3ka'))], close: true },
    { send: [infoFrame('OutdatedCursor'), labelsFrame(50, hide('3kb'))], close: true },
    { send: [errorFrame('FutureCursor')], close: true },
    { send: [labelsFrame(1, hide('3kc'))] },
  ])
  const seen = await read(labels, [], (all) => removalsIn(all) === 3)
  expect(labels.cursors()).toEqual([null, '9', '50', null])
  const lane = `labels:${new URL(labels.url).host}`
  expect(seen.gaps).toMatchObject([
    { reason: 'cursor.OutdatedCursor', state: 'lost', lane },
    { reason: 'cursor.FutureCursor', state: 'lost', lane },
  ])
})

test('a service that is not there for long is an open gap, filled when it is back; the stream goes on', async () => {
  const gone = await LabelServer.start([])
  const { url } = gone
  await gone[Symbol.asyncDispose]()
  const seen = await read({ url } as LabelServer, [post('3kz', 0)], (all) => all.some(({ gap }) => gap))
  expect(seen.posts).toEqual(['Zolvara 3kz'])
  expect(seen.gaps).toMatchObject([{ reason: 'labels.ECONNREFUSED', state: 'open', to: null }])
})
