import { queueDefinitions } from '@hark/contract'
import { connect } from '@hark/db'
import { openQueues, startWorker } from '@hark/queue'
import { createLogger, createMetrics, createShutdown, startOps } from '@hark/runtime'
import { sql } from 'kysely'
import { classifyPosts } from './classify-posts.ts'
import { readConfig } from './config.ts'
import { startDetector } from './detector.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'classifier', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('classifier')
const db = connect({
  url: config.DATABASE_URL,
  max: 6,
  onError: (err) => log.warn({ err }, 'database connection lost'),
})
const detector = startDetector()
const queues = await openQueues(
  {
    redisUrl: config.REDIS_URL,
    postgresUrl: config.QUEUE_DATABASE_URL,
    prefix: config.HARK_QUEUE_PREFIX,
    prepare: true,
    onError: (err, where) => log.warn({ err, where }, 'queue'),
    metrics,
  },
  queueDefinitions,
)
const ctx = { db, detector, log, leaseSeconds: config.HARK_CLASSIFIER_LEASE_SECONDS }
const worker = startWorker(queues.queue.classify, async (job) => void (await classifyPosts(ctx, job)), {
  concurrency: config.HARK_CLASSIFIER_CONCURRENCY,
  signal: shutdown.signal,
})
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('worker', () => worker.close())
shutdown.onShutdown('queue', () => queues.close())
shutdown.onShutdown('detector', () => detector[Symbol.asyncDispose]())
shutdown.onShutdown('database', () => db.destroy())
shutdown.onShutdown('ops', () => ops.close())

async function ready() {
  const [database, queue] = await Promise.all([holds(sql`select 1`.execute(db)), holds(queues.ping())])
  return { ok: database, checks: { database: { ok: database }, queue: { ok: queue, degraded: !queue } } }
}

const holds = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => true,
    () => false,
  )
