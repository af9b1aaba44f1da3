import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Http } from '../fetch/safe-fetch.ts'
import { type Allowance, type Spent, spend } from './budget.ts'
import { budgets, inMemory } from './budgets.ts'
import { pauseOf } from './pause.ts'
import { polite } from './polite.ts'

const now = Date.parse('2026-11-22T10:00:00Z')

const utc = (afterSeconds: number) => new Date(now + afterSeconds * 1_000).toUTCString()
const epoch = (afterSeconds: number) => String(now / 1_000 + afterSeconds)

describe('when a platform wants to be asked again', () => {
  it.each<[string, number, Record<string, string>, number | null]>([
    ['Retry-After in seconds', 429, { 'retry-after': '120' }, 120],
    ['Retry-After as a date', 503, { 'retry-after': 'Sun, 22 Nov 2026 10:05:00 GMT' }, 300],
    [
      'X: epoch seconds',
      429,
      { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${now / 1000 + 900}` },
      900,
    ],
    [
      'Reddit: seconds left, remaining as a fraction',
      200,
      { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '42' },
      42,
    ],
    [
      'Mastodon: an instant',
      429,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '2026-11-22T10:01:00.123456Z' },
      60.123,
    ],
    [
      'Bluesky: epoch seconds',
      429,
      { 'ratelimit-remaining': '0', 'ratelimit-reset': `${now / 1000 + 10}` },
      10,
    ],
    [
      'an allowance used up by a good answer',
      200,
      { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${now / 1000 + 5}` },
      5,
    ],
    [
      'an allowance not used up',
      200,
      { 'x-rate-limit-remaining': '1', 'x-rate-limit-reset': `${now / 1000 + 5}` },
      null,
    ],
    ['a good answer that says Retry-After', 200, { 'retry-after': '5' }, null],
    ['429 without a word', 429, {}, null],
    ['a time past', 429, { 'retry-after': 'Sun, 22 Nov 2020 10:00:00 GMT' }, 1],
    ['a century', 429, { 'retry-after': '3155760000' }, 86_400],
    ['a date by a clock an hour ahead', 429, { date: utc(3_600), 'retry-after': utc(3_630) }, 30],
    ['a date by a clock an hour behind', 429, { date: utc(-3_600), 'retry-after': utc(-3_570) }, 30],
    [
      'an epoch by a clock an hour behind',
      429,
      { date: utc(-3_600), 'x-rate-limit-reset': epoch(-3_540) },
      60,
    ],
    ['seconds by any clock', 429, { date: utc(-3_600), 'retry-after': '30' }, 30],
    ['nonsense', 429, { 'retry-after': 'soon' }, null],
    ['a negative time', 429, { 'retry-after': '-5' }, null],
  ])('%s', (_, status, headers, seconds) => {
    const pause = pauseOf(status, new Headers(headers), now)
    expect(pause && (pause.untilMs - now) / 1000).toBe(seconds)
  })

  it('is never before now nor after a day, whatever it says', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 100, max: 599 }), (after, reset, status) => {
        const clean = (text: string) => text.replace(/[^\x21-\x7e]/g, '')
        const headers = new Headers({
          'retry-after': clean(after),
          'x-ratelimit-reset': clean(reset),
          'x-ratelimit-remaining': '0',
        })
        const pause = pauseOf(status, headers, now)
        expect(pause === null || (pause.untilMs > now && pause.untilMs <= now + 86_400_000)).toBe(true)
      }),
    )
  })
})

describe('a budget', () => {
  const bucket: Allowance = { kind: 'bucket', capacity: 10, perMs: 1_000 }
  const day: Allowance = { kind: 'window', limit: 100, every: 'day', zone: 'America/Los_Angeles' }
  const month: Allowance = { kind: 'window', limit: 5, every: 'month', zone: 'UTC' }

  it('lets a bucket be emptied at once, and then no faster than it fills', () => {
    let spent: Spent | null = null
    for (let n = 0; n < 10; n += 1) {
      const one = spend(bucket, spent, 1, now)
      if (one.granted) spent = one.spent
    }
    expect(spend(bucket, spent, 1, now)).toEqual({ granted: false, untilMs: now + 100 })
    expect(spend(bucket, spent, 1, now + 100).granted).toBe(true)
    expect(spend(bucket, null, 11, now)).toEqual({ granted: false, untilMs: null })
  })

  it("begins a day anew at the platform's midnight, also across a change of clocks", () => {
    const spent = { amount: 100, atMs: now }
    const midnight = Date.parse('2026-11-23T08:00:00Z')
    const refused = spend(day, spent, 1, now)
    expect(refused).toMatchObject({ granted: false })
    if (!refused.granted) expect(Math.abs((refused.untilMs ?? 0) - midnight)).toBeLessThanOrEqual(1_000)
    expect(spend(day, spent, 1, midnight - 1).granted).toBe(false)
    expect(spend(day, spent, 100, midnight)).toMatchObject({ granted: true, spent: { amount: 100 } })
    const longDay = Date.parse('2026-11-01T07:30:00Z')
    expect(spend(day, { amount: 100, atMs: longDay }, 1, longDay + 24 * 3_600_000).granted).toBe(false)
    expect(spend(day, { amount: 100, atMs: longDay }, 1, longDay + 25 * 3_600_000).granted).toBe(true)
  })

  it('gives nothing back when the clock is set back', () => {
    expect(spend(month, { amount: 5, atMs: Date.parse('2026-12-01T00:00:01Z') }, 1, now).granted).toBe(false)
    expect(spend(bucket, { amount: 10, atMs: now + 60_000 }, 1, now).granted).toBe(false)
  })

  it('is never overdrawn in any window of its length', () => {
    const asks = fc.array(fc.record({ afterMs: fc.nat(400), cost: fc.integer({ min: 1, max: 4 }) }), {
      maxLength: 200,
    })
    fc.assert(
      fc.property(asks, (list) => {
        let [spent, at]: [Spent | null, number] = [null, now]
        const granted: { at: number; cost: number }[] = []
        for (const { afterMs, cost } of list) {
          at += afterMs
          const one = spend(bucket, spent, cost, at)
          if (!one.granted) continue
          spent = one.spent
          granted.push({ at, cost })
        }
        for (const { at: end } of granted) {
          const within = granted.filter((one) => one.at > end - 1_000 && one.at <= end)
          // What a bucket holds, and what flows in meanwhile.
          expect(within.reduce((sum, { cost }) => sum + cost, 0)).toBeLessThanOrEqual(20)
        }
      }),
    )
  })

  it('refuses as trouble that says until when, and knows its names', async () => {
    const two = budgets({ search: { ...bucket, capacity: 1 } }, inMemory(), () => now)
    await two.take('search')
    await expect(two.take('search')).rejects.toMatchObject({
      kind: 'limited',
      code: 'budget.spent',
      untilMs: now + 1_000,
    })
    await expect(two.take('other')).rejects.toThrow('no allowance')
  })
})

it('a host that says "later" is asked nothing until then, others are', async () => {
  const asked: string[] = []
  let time = now
  const http = {
    fetch: async (url: string) => {
      asked.push(url)
      return { status: 429, headers: new Headers({ 'retry-after': '10' }), url, body: Buffer.alloc(0) }
    },
  } as unknown as Http
  const kind = polite(http, () => time)
  await kind.fetch('https://a.example/1')
  await expect(kind.fetch('https://a.example/2')).rejects.toMatchObject({
    kind: 'limited',
    untilMs: now + 10_000,
  })
  await kind.fetch('https://b.example/1')
  time += 10_000
  await kind.fetch('https://a.example/3')
  expect(asked).toEqual(['https://a.example/1', 'https://b.example/1', 'https://a.example/3'])
})
