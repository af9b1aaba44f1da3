import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { safeFetch } from '../fetch/safe-fetch.ts'
import { connect, subscribeUrl } from './connect.ts'
import { RecordedServer } from './recorded-server.ts'
import { postLine } from './sample-lines.ts'

const guarded = (server: RecordedServer) => safeFetch({ allow: [new URL(server.url()).host] })
const never = new AbortController().signal
const options = { accept: () => true, nowMs: Date.now, highWater: 100, pingMs: 60_000 }

test('a slow consumer holds the sender back: memory stays bounded and nothing is lost', async () => {
  const total = 20_000
  const text = 'x'.repeat(3_000)
  const startUs = Date.UTC(2026, 0, 1) * 1000
  const lines = Array.from({ length: total }, (_, n) => postLine({ timeUs: startUs + n, text }))
  await using server = await RecordedServer.start(lines)
  const connected = await connect(guarded(server), subscribeUrl(server.url(), 'v1', null), options, never)
  if (!('inbox' in connected)) throw new Error(connected.refused)
  const { inbox } = connected

  await vi.waitFor(() => expect(inbox.size).toBeGreaterThanOrEqual(options.highWater))
  const held = inbox.size
  for (let turn = 0; turn < 200; turn += 1) await setImmediate()
  // What one read of the socket had already brought in (64 KiB) may still arrive; then nothing does.
  expect(inbox.size).toBeLessThanOrEqual(options.highWater + 64)
  expect(inbox.size - held).toBeLessThanOrEqual(64)

  const times: number[] = []
  while (times.length < total) {
    await inbox.fill(50, 5, never)
    times.push(...inbox.take(50).map(({ data }) => JSON.parse(data.toString()).time_us))
  }
  inbox.close()
  expect(times).toEqual(lines.map((_, n) => startUs + n))
})

test('a peer that answers no ping is taken for dead', async () => {
  await using server = await RecordedServer.start([])
  const connected = await connect(
    guarded(server),
    subscribeUrl(server.url(), 'v1', null),
    { ...options, pingMs: 20 },
    never,
  )
  if (!('inbox' in connected)) throw new Error(connected.refused)
  server.freeze()

  await connected.inbox.fill(1, 1, never)
  expect(connected.inbox.closed).toBe('socket.silent')
})
