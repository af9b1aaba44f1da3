import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedFile } from '../shared-data.ts'
import { orderKey, tid, tidTimeUs } from './tid.ts'

const timeUs = fc.integer({ min: 0, max: 2 ** 53 - 1 })

test('a TID gives back its time, and sorts as its time does', () => {
  fc.assert(
    fc.property(timeUs, timeUs, fc.nat(1023), (a, b, clock) => {
      expect(tidTimeUs(tid(a, clock))).toBe(a)
      if (a < b) expect(tid(a, clock) < tid(b, clock)).toBe(true)
    }),
  )
})

const recording = sharedFile('fixtures/jetstream/expected_v1.jsonl')
const absent = recording.absent ? ' (skipped: recorded traffic not found at HARK_SHARED)' : ''

test.skipIf(recording.absent)(`a key from the network names the moment its record claims${absent}`, () => {
  const line = recording.lines().find((each) => each.includes('"collection":"app.bsky.feed.post"')) as string
  const { commit } = JSON.parse(line)
  expect(new Date((tidTimeUs(commit.rkey) ?? 0) / 1000).toISOString()).toBe(commit.record.createdAt)
})

test('what is no TID names no moment', () => {
  for (const key of ['self', 'zzzzzzzzzzzzz', '', '3jzfcijpj2z2A']) expect(tidTimeUs(key)).toBeNull()
})

test('an order has one key, near its signed time, and its own', () => {
  const at = '2026-11-22T05:00:00.123Z'
  expect(orderKey('order-1', at)).toBe(orderKey('order-1', at))
  expect(Math.floor((tidTimeUs(orderKey('order-1', at)) ?? 0) / 1000)).toBe(Date.parse(at))
  const keys = new Set(Array.from({ length: 100 }, (_, n) => orderKey(`order-${n}`, at)))
  expect(keys.size).toBe(100)
})
