import { queueDefinitions } from '@hark/contract'
import { connect } from '@hark/db'
import { openQueues, startWorker } from '@hark/queue'
import { createLogger, createMetrics, createShutdown, runEvery, startOps } from '@hark/runtime'
import { classifyPosts } from './classify-posts.ts'
import { readConfig } from './config.ts'
import { startDetector } from './detector.ts'
import { readiness } from './readiness.ts'
import { whenStalled } from './when-stalled.ts'

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
const limitSeconds = Math.max(300, 5 * config.HARK_CLASSIFIER_LEASE_SECONDS)
const afresh = () => void shutdown.stop('stalled').finally(() => process.exit(1))
const look = whenStalled({ db, queues, worker, log, limitSeconds }, afresh)
const warn = (err: unknown) => log.warn({ err }, 'progress not watched')
void runEvery(30_000, look, shutdown.signal, warn)
const ready = readiness(db, queues)
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('worker', () => worker.close())
shutdown.onShutdown('queue', () => queues.close())
shutdown.onShutdown('detector', () => detector[Symbol.asyncDispose]())
shutdown.onShutdown('database', () => db.destroy())
shutdown.onShutdown('ops', () => ops.close())
