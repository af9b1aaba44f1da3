import { Redis } from 'ioredis'
import { describe, expect, test } from 'vitest'
import { enqueueMany, waitingCount } from '../enqueue.ts'
import { startWorker } from '../worker.ts'
import { deliveryTests } from './delivery.ts'
import { faultTests } from './faults.ts'
import { batch, inbox, open } from './fixtures.ts'
import { redisMissing, startRedisServer } from './redis-server.ts'

describe.skipIf(redisMissing)(`queue on Redis${redisMissing ? ` (skipped: ${redisMissing})` : ''}`, () => {
  deliveryTests(startRedisServer)
  faultTests(startRedisServer)

  test('a Redis killed and started again on its files keeps what it accepted, and its epoch', async () => {
    await using store = await startRedisServer()
    await using queues = await open(store)
    const { classify } = queues.queue
    const epoch = await queues.writeEpoch()
    await enqueueMany(classify, [{ id: 'kept', payload: batch(1) }])
    await store.crashAndRestart(500)
    const back = performance.now()
    const seen = inbox<number>()
    await using _worker = startWorker(classify, async ({ gen }) => seen.put(gen), {
      signal: new AbortController().signal,
    })
    expect(await seen.has(1)).toEqual([1])
    expect(performance.now() - back).toBeLessThan(5_000)
    await expect.poll(() => queues.readEpoch()).toBe(epoch)
  })

  test('a Redis out of memory refuses aloud, so that the relay does not mark the jobs as enqueued', async () => {
    await using store = await startRedisServer()
    await using queues = await open(store)
    const { classify } = queues.queue
    const { redisUrl } = store.connection() as { redisUrl: string }
    const admin = new Redis(redisUrl)
    const jobs = [1, 2, 3].map((gen) => ({ id: `job-${gen}`, payload: batch(gen) }))
    await admin.config('SET', 'maxmemory', '1')
    await expect(enqueueMany(classify, jobs)).rejects.toMatchObject({ name: 'QueueUnavailable' })
    await admin.config('SET', 'maxmemory', '0')
    admin.disconnect()
    await enqueueMany(classify, jobs)
    expect(await waitingCount(classify)).toBe(3)
  })

  test('with Redis never there, a producer fails in time instead of waiting', async () => {
    await using store = await startRedisServer()
    await using gone = await startRedisServer()
    const { redisUrl } = gone.connection() as { redisUrl: string }
    await gone[Symbol.asyncDispose]()
    await using queues = await open(store, { redisUrl, timing: { answerMs: 300 } })
    await expect(waitingCount(queues.queue.classify)).rejects.toMatchObject({ name: 'QueueUnavailable' })
    await expect(queues.readEpoch()).rejects.toMatchObject({ name: 'QueueUnavailable' })
  })
})
