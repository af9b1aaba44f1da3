import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { pause } from '@hark/runtime'
import { expect, test } from 'vitest'
import { QueueUnavailable } from '../backend.ts'
import { enqueueMany } from '../enqueue.ts'
import type { JobQueue } from '../open-queues.ts'
import { startWorker } from '../worker.ts'
import { startFaultProxy } from './fault-proxy.ts'
import { type Batch, batch, inbox, open, quick } from './fixtures.ts'
import type { OpenStore, TestStore } from './store.ts'

const never = new AbortController().signal
const workerProcess = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

/** The relay's own way: try until it is accepted; an id that got in the first time does no harm. */
async function enqueueUntilAccepted(queue: JobQueue<Batch>, id: string, gen: number): Promise<void> {
  for (;;) {
    try {
      return await enqueueMany(queue, [{ id, payload: batch(gen) }])
    } catch (error) {
      expect(error).toBeInstanceOf(QueueUnavailable)
      await pause(50, never)
    }
  }
}

async function killWorkerHolding(store: TestStore): Promise<void> {
  const child = spawn(process.execPath, [workerProcess, JSON.stringify(store.connection())], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('took 1\n')
  child.kill('SIGKILL')
  await exited
}

/** What must hold when servers, lines and processes fail. */
export function faultTests(openStore: OpenStore): void {
  test('the job of a worker killed by SIGKILL is delivered again', async () => {
    await using store = await openStore()
    await using queues = await open(store, { timing: quick })
    await enqueueMany(queues.queue.classify, [{ id: 'held', payload: batch(1) }])
    await killWorkerHolding(store)
    const seen = inbox<number>()
    await using _worker = startWorker(queues.queue.classify, async ({ gen }) => seen.put(gen), {
      signal: never,
    })
    expect(await seen.has(1)).toEqual([1])
  })

  test('the loss of all data shows in the epoch, and work goes on with the workers that run', async () => {
    await using store = await openStore()
    await using queues = await open(store, { timing: quick })
    const { classify } = queues.queue
    const seen = inbox<number>()
    await using worker = startWorker(classify, async ({ gen }) => seen.put(gen), { signal: never })
    await worker.ready
    expect(await queues.readEpoch()).toBeNull()
    const epoch = await queues.writeEpoch()
    expect(await queues.readEpoch()).toBe(epoch)

    await store.loseEverything()
    expect(await queues.readEpoch()).toBeNull()
    const next = await queues.writeEpoch()
    expect(next).not.toBe(epoch)
    expect(await queues.readEpoch()).toBe(next)
    await enqueueMany(classify, [{ id: 'after', payload: batch(2) }])
    await seen.includes(2)
  })

  test('after an outage of 2 s work resumes within 5 s, at production timing', async () => {
    await using store = await openStore()
    await using proxy = await startFaultProxy(store.port)
    await using queues = await open(store, { port: proxy.port })
    const { classify } = queues.queue
    const seen = inbox<number>()
    await using _worker = startWorker(classify, async ({ gen }) => seen.put(gen), { signal: never })
    await enqueueMany(classify, [{ id: 'before', payload: batch(1) }])
    await seen.has(1)

    await proxy.cut()
    await expect(enqueueMany(classify, [{ id: 'during', payload: batch(2) }])).rejects.toBeInstanceOf(
      QueueUnavailable,
    )
    await pause(2_000, never)
    await proxy.mend()
    const back = performance.now()
    await enqueueUntilAccepted(classify, 'after', 3)
    await seen.includes(3)
    expect(performance.now() - back).toBeLessThan(5_000)
    expect(queues.errors.length).toBeGreaterThan(0)
  })

  test('a line gone silent is given up, and work resumes', async () => {
    await using store = await openStore()
    await using proxy = await startFaultProxy(store.port)
    await using queues = await open(store, { port: proxy.port, timing: quick })
    const { classify } = queues.queue
    const seen = inbox<number>()
    await using _worker = startWorker(classify, async ({ gen }) => seen.put(gen), { signal: never })
    await enqueueMany(classify, [{ id: 'before', payload: batch(1) }])
    await seen.has(1)

    proxy.freeze()
    await expect(enqueueMany(classify, [{ id: 'during', payload: batch(2) }])).rejects.toBeInstanceOf(
      QueueUnavailable,
    )
    await expect(queues.ping()).rejects.toBeInstanceOf(QueueUnavailable)
    await proxy.mend()
    const back = performance.now()
    await enqueueUntilAccepted(classify, 'after', 3)
    await seen.includes(3)
    expect(performance.now() - back).toBeLessThan(8_000)
  })

  test('a worker started while the server is away begins when it is back', async () => {
    await using store = await openStore()
    await using proxy = await startFaultProxy(store.port)
    await using direct = await open(store)
    await using queues = await open(store, { port: proxy.port, timing: quick, prepare: false })
    await queues.ping()
    await enqueueMany(direct.queue.classify, [{ id: 'waits', payload: batch(1) }])
    await proxy.cut()
    const seen = inbox<number>()
    await using _worker = startWorker(queues.queue.classify, async ({ gen }) => seen.put(gen), {
      signal: never,
    })
    await pause(700, never)
    expect(seen.items).toEqual([])
    await proxy.mend()
    expect(await seen.has(1)).toEqual([1])
  })

  test.each(['cut', 'freeze'] as const)(
    'with the server gone (%s) closing keeps its deadline',
    async (fault) => {
      await using store = await openStore()
      await using proxy = await startFaultProxy(store.port)
      const queues = await open(store, { port: proxy.port })
      const { classify, fold } = queues.queue
      const begun = inbox<number>()
      const busy = startWorker(
        classify,
        async ({ gen }) => {
          begun.put(gen)
          await Promise.withResolvers().promise
        },
        { signal: never },
      )
      const idle = startWorker(fold, async () => {}, { signal: never })
      await enqueueMany(classify, [{ id: 'hangs', payload: batch(1) }])
      await Promise.all([begun.has(1), idle.ready])

      await proxy[fault]()
      const began = performance.now()
      const ended = await Promise.all([busy.close(1_000), idle.close(1_000)])
      await queues.close(1_000)
      expect(performance.now() - began).toBeLessThan(2_500)
      expect(ended[0]).toBe(false)
    },
  )
}
