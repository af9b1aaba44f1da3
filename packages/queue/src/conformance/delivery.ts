import { randomUUID } from 'node:crypto'
import { DomainError } from '@hark/domain'
import { expect, test } from 'vitest'
import { drainOnce } from '../drain-once.ts'
import { enqueueMany, jobCounts, waitingCount } from '../enqueue.ts'
import { startWorker } from '../worker.ts'
import { type Batch, batch, inbox, open } from './fixtures.ts'
import type { OpenStore } from './store.ts'

/** What handlers and the relay rely on while nothing breaks. */
export function deliveryTests(openStore: OpenStore): void {
  test('a job is handled with its payload, and is gone afterwards', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { classify } = queues.queue
    const post = randomUUID()
    await enqueueMany(classify, [{ id: 'a-g1', payload: batch(1, post) }])
    expect(await waitingCount(classify)).toBe(1)

    const seen: Batch[] = []
    const drained = await drainOnce(classify, async (payload) => void seen.push(payload))
    expect(drained).toEqual({ completed: 1, failed: 0, retried: 0 })
    expect(seen).toEqual([batch(1, post)])
    expect(await jobCounts(classify)).toEqual({ waiting: 0, delayed: 0, active: 0, failed: 0 })
  })

  test('queues do not see each other’s jobs', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    await enqueueMany(queues.queue.fold, [{ id: 'a-g1', payload: batch(1) }])
    expect(await drainOnce(queues.queue.classify, async () => {})).toMatchObject({ completed: 0 })
    expect(await waitingCount(queues.queue.fold)).toBe(1)
  })

  test('an id already present is ignored, within a batch too, and free again once its job is done', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { classify } = queues.queue
    const add = (...gens: number[]) =>
      enqueueMany(
        classify,
        gens.map((gen) => ({ id: 'same', payload: batch(gen) })),
      )
    const gens: number[] = []
    const drain = () => drainOnce(classify, async ({ gen }) => void gens.push(gen))
    await add(1, 2)
    await add(3)
    await drain()
    await add(4)
    await drain()
    expect(gens).toEqual([1, 4])
  })

  test('the id of a failed job stays taken: a new generation passes', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { fold } = queues.queue
    await enqueueMany(fold, [{ id: 'x-g1', payload: batch(1) }])
    await drainOnce(fold, async () => Promise.reject(new Error('no')))
    await enqueueMany(fold, [
      { id: 'x-g1', payload: batch(1) },
      { id: 'x-g2', payload: batch(2) },
    ])
    const gens: number[] = []
    await drainOnce(fold, async ({ gen }) => void gens.push(gen))
    expect(gens).toEqual([2])
    expect(await jobCounts(fold)).toMatchObject({ failed: 1 })
  })

  test.each(['', '12345', 'a:b', 'a:b:c'])(
    'the job id “%s” is refused before anything is added',
    async (id) => {
      await using store = await openStore()
      await using queues = await open(store)
      const jobs = [
        { id: 'fine', payload: batch(1) },
        { id, payload: batch(1) },
      ]
      await expect(enqueueMany(queues.queue.classify, jobs)).rejects.toThrow(RangeError)
      expect(await waitingCount(queues.queue.classify)).toBe(0)
    },
  )

  test('a malformed payload fails once, is never handled, and its content is not kept as the reason', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { classify } = queues.queue
    const malformed = { stage: 'classify', gen: 1, postIds: ['CANARY text of a post'] }
    await enqueueMany(classify, [{ id: 'bad', payload: malformed }])
    const handled: number[] = []
    expect(await drainOnce(classify, async () => void handled.push(1))).toEqual({
      completed: 0,
      failed: 1,
      retried: 0,
    })
    expect(handled).toEqual([])
    expect(queues.errors).toHaveLength(1)
    const job = await classify.producer.getJob('bad')
    expect(job).toMatchObject({ attemptsMade: 1, failedReason: 'payload.invalid postIds.0' })
  })

  test('a refusal by rule fails once; an error that only looks like one is retried by the policy', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { classify } = queues.queue
    await enqueueMany(classify, [{ id: 'rule', payload: batch(1) }])
    const refused = await drainOnce(classify, () =>
      Promise.reject(new DomainError('case.decided', 'Too late.')),
    )
    expect(refused).toEqual({ completed: 0, failed: 1, retried: 0 })
    expect(await classify.producer.getJob('rule')).toMatchObject({ failedReason: 'case.decided' })

    await enqueueMany(classify, [{ id: 'connection', payload: batch(2) }])
    const lost = Object.assign(new Error('CANARY in a message'), { code: '57P01' })
    const retried = await drainOnce(classify, () => Promise.reject(lost))
    expect(retried).toEqual({ completed: 0, failed: 1, retried: 2 })
    const job = await classify.producer.getJob('connection')
    expect(job).toMatchObject({ attemptsMade: 3, failedReason: 'Error 57P01' })
    expect(JSON.stringify(job)).not.toContain('CANARY')
    expect(queues.errors.map(({ error }) => error)).toContain(lost)
  })

  test('a worker waits between tries as the policy says', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const tries = inbox<number>()
    await using _worker = startWorker(
      queues.queue.classify,
      async () => {
        tries.put(performance.now())
        if (tries.items.length < 3) throw new Error('again')
      },
      { signal: new AbortController().signal },
    )
    await enqueueMany(queues.queue.classify, [{ id: 'thrice', payload: batch(1) }])
    const [first = 0, second = 0, third = 0] = await tries.has(3)
    expect(second - first).toBeGreaterThanOrEqual(59)
    expect(third - second).toBeGreaterThanOrEqual(119)
  })

  test('500 jobs of 100 ids each all arrive', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const jobs = Array.from({ length: 500 }, (_, n) => ({
      id: `batch-${n}-g1`,
      payload: batch(n, ...Array.from({ length: 100 }, () => randomUUID())),
    }))
    await enqueueMany(queues.queue.classify, jobs)
    const seen = inbox<Batch>()
    await using _worker = startWorker(queues.queue.classify, async (payload) => seen.put(payload), {
      concurrency: 4,
      signal: new AbortController().signal,
    })
    const byGen = (await seen.has(500)).toSorted((a, b) => a.gen - b.gen)
    expect(byGen).toEqual(jobs.map(({ payload }) => payload))
  })

  test('closing lets the job under way end, and takes no other', async () => {
    await using store = await openStore()
    await using queues = await open(store)
    const { classify } = queues.queue
    const begun = inbox<number>()
    const goOn = Promise.withResolvers<void>()
    const stop = new AbortController()
    const worker = startWorker(
      classify,
      async ({ gen }) => {
        begun.put(gen)
        await goOn.promise
      },
      { signal: stop.signal },
    )
    await enqueueMany(classify, [
      { id: 'one', payload: batch(1) },
      { id: 'two', payload: batch(2) },
    ])
    await begun.has(1)
    stop.abort()
    const closed = worker.close()
    goOn.resolve()
    expect(await closed).toBe(true)
    expect(begun.items).toEqual([1])
    expect(worker.consumed()).toBe(2)
    expect(await jobCounts(classify)).toEqual({ waiting: 1, delayed: 0, active: 0, failed: 0 })
  })
}
