import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drainOnce } from '../drain-once.ts'
import { enqueueMany } from '../enqueue.ts'
import { preparePostgresStore } from '../postgres-store.ts'
import { startWorker } from '../worker.ts'
import { deliveryTests } from './delivery.ts'
import { faultTests } from './faults.ts'
import { batch, definitions, inbox, open, prefix } from './fixtures.ts'
import { createDatabase, postgresMissing } from './postgres-database.ts'

const openStore = () => createDatabase(prefix)
const queueNames = Object.values(definitions).map(({ name }) => name)

describe.skipIf(postgresMissing)(
  `queue on Postgres${postgresMissing ? ` (skipped: ${postgresMissing})` : ''}`,
  () => {
    deliveryTests(openStore)
    faultTests(openStore)

    test('a role that owns nothing can enqueue, work and read the epoch once granted', async () => {
      await using store = await openStore()
      const role = `worker_${randomBytes(4).toString('hex')}`
      await store.query(`create role ${role} login password 'secret'`)
      try {
        await preparePostgresStore({ postgresUrl: store.url, prefix, queueNames, grantTo: [role] })
        const url = new URL(store.url)
        url.username = role
        url.password = 'secret'
        await using queues = await open(store, { postgresUrl: url.href, prepare: false })
        await queues.writeEpoch()
        await enqueueMany(queues.queue.classify, [{ id: 'granted', payload: batch(1) }])
        expect(await drainOnce(queues.queue.classify, async () => {})).toMatchObject({ completed: 1 })
        expect(await queues.readEpoch()).not.toBeNull()
      } finally {
        await store.query(`drop owned by ${role}`)
        await store.query(`drop role ${role}`)
      }
    })

    test('a worker outlives the termination of all its connections', async () => {
      await using store = await openStore()
      await using queues = await open(store)
      const { classify } = queues.queue
      const seen = inbox<number>()
      await using worker = startWorker(classify, async ({ gen }) => seen.put(gen), {
        signal: new AbortController().signal,
      })
      await worker.ready
      for (const gen of [1, 2, 3]) {
        await store.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
        )
        await expect
          .poll(() => enqueueMany(classify, [{ id: `g${gen}`, payload: batch(gen) }]))
          .toBeUndefined()
        await seen.includes(gen)
      }
    })

    test('a worker whose tables are gone waits between tries instead of spinning', async () => {
      await using store = await openStore()
      await using queues = await open(store)
      await using worker = startWorker(queues.queue.classify, async () => {}, {
        signal: new AbortController().signal,
      })
      await worker.ready
      await store.loseEverything()
      await expect.poll(() => queues.errors.length, { timeout: 10_000 }).toBeGreaterThan(0)
      const before = queues.errors.length
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      expect(queues.errors.length - before).toBeLessThanOrEqual(5)
    })

    test('several processes preparing at once do not collide', async () => {
      await using store = await openStore()
      const prepare = () => preparePostgresStore({ postgresUrl: store.url, prefix, queueNames })
      await Promise.all([prepare(), prepare(), prepare(), prepare()])
      await using queues = await open(store, { prepare: false })
      await queues.ping()
    })

    test('a store nobody prepared is refused at start, not at the first job', async () => {
      await using store = await openStore()
      await expect(open(store, { prepare: false })).rejects.toThrow(/not initialized|does not exist/)
    })
  },
)
