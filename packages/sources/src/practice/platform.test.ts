import { appendFile, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { temporaryFile } from '../file/importing.ts'
import type { PublishOrder } from '../publish.ts'
import { type Fault, PracticePlatform } from './platform.ts'
import { practicePublisher } from './practice-publisher.ts'

const signal = new AbortController().signal
const order = (orderId: string, text = 'Thank you.'): PublishOrder => ({
  orderId,
  content: {
    platform: 'practice',
    account: 'brand',
    in_reply_to: { parent: { id: 'p1', cid: null }, root: { id: 'p1', cid: null } },
    text,
    createdAt: '2026-11-22T05:00:00.000Z',
  },
})

async function stage(...faults: Fault[]) {
  const file = await temporaryFile('', 'platform.jsonl')
  const platform = new PracticePlatform(file.path, { faults, nowMs: () => Date.UTC(2026, 10, 22) })
  return { ...file, platform, publisher: practicePublisher(platform, 'brand') }
}

describe('publishing to the practice platform', () => {
  test('an order is one post, however often it is sent', async () => {
    await using s = await stage()
    const once = await s.publisher.send(order('o1'), signal)
    expect(once).toMatchObject({ outcome: 'sent', remoteId: expect.stringMatching(/^pp-/) })
    expect(await s.publisher.send(order('o1'), signal)).toEqual(once)

    expect(await s.platform.posts()).toHaveLength(1)
    expect((await readFile(s.path, 'utf8')).trimEnd().split('\n')).toHaveLength(1)
  })

  test.each<[Fault, object, 'found' | 'absent']>([
    ['accept_then_timeout', { outcome: 'unknown', reason: 'network.TimeoutError' }, 'found'],
    ['accept_then_500', { outcome: 'unknown', reason: 'http_500' }, 'found'],
    ['accept_then_garbage', { outcome: 'unknown', reason: 'response.unreadable' }, 'found'],
    ['reject', { outcome: 'not_sent', reason: 'platform.invalid:Rejected', retryable: false }, 'absent'],
    [
      'rate_limit',
      { outcome: 'not_sent', reason: 'platform.rate_limited:RateLimited', retryable: true },
      'absent',
    ],
    ['refuse_connection', { outcome: 'not_sent', reason: 'network.ECONNREFUSED', retryable: true }, 'absent'],
  ])(
    '%s: the outcome is what can be known, reconciling tells the truth, sending again makes no second post',
    async (fault, outcome, truth) => {
      await using s = await stage(fault)

      expect(await s.publisher.send(order('o1'), signal)).toEqual(outcome)
      expect(await s.publisher.reconcile(order('o1'), signal)).toMatchObject({ result: truth })
      expect(await s.publisher.send(order('o1'), signal)).toMatchObject({ outcome: 'sent' })
      expect(await s.platform.posts()).toHaveLength(1)
    },
  )

  test('an order key under another text is neither sent nor taken for sent', async () => {
    await using s = await stage()
    await s.publisher.send(order('o1'), signal)

    expect(await s.publisher.send(order('o1', 'Something else.'), signal)).toEqual({
      outcome: 'unknown',
      reason: 'http_409',
    })
    expect(await s.publisher.reconcile(order('o1', 'Something else.'), signal)).toMatchObject({
      result: 'cannot_tell',
    })
    expect((await s.platform.posts()).map(({ text }) => text)).toEqual(['Thank you.'])
  })

  test('an order of another account or platform, or after the signal, is not sent', async () => {
    await using s = await stage()
    const foreign = order('o1')
    foreign.content.account = 'rival'
    expect(await s.publisher.send(foreign, signal)).toMatchObject({ outcome: 'not_sent', retryable: false })
    expect(await s.publisher.send(order('o2'), AbortSignal.abort())).toMatchObject({
      outcome: 'not_sent',
      retryable: true,
    })
    expect(await s.platform.posts()).toEqual([])
  })

  test('two processes racing with one key make one post', async () => {
    await using s = await stage()
    const racers = Array.from({ length: 20 }, () => practicePublisher(new PracticePlatform(s.path), 'brand'))
    const outcomes = await Promise.all(racers.map((racer) => racer.send(order('o1'), signal)))

    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1)
    expect(await s.platform.posts()).toHaveLength(1)
  })

  test('one process sending many orders at once shows each of them once', async () => {
    await using s = await stage()
    const sent = Array.from({ length: 30 }, (_, n) => s.publisher.send(order(`o${n % 15}`), signal))
    expect((await Promise.all(sent)).every(({ outcome }) => outcome === 'sent')).toBe(true)
    expect((await s.platform.posts()).map(({ key }) => key).sort()).toEqual(
      Array.from({ length: 15 }, (_, n) => `o${n}`).sort(),
    )
  })

  test('its record survives a restart, and a line torn by a crash swallows nothing', async () => {
    await using s = await stage()
    await s.publisher.send(order('o1'), signal)
    await appendFile(s.path, '{"id":"pp-torn","key":"o2","te')

    const restarted = new PracticePlatform(s.path)
    await practicePublisher(restarted, 'brand').send(order('o3'), signal)
    expect((await new PracticePlatform(s.path).posts()).map(({ key }) => key)).toEqual(['o1', 'o3'])
  })
})
