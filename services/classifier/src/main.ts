import { startWorker } from '@hark/queue'
import { createLogger, createMetrics, createShutdown, runEvery, startOps } from '@hark/runtime'
import { classifyPosts } from './classify-posts.ts'
import { readConfig } from './config.ts'
import { createContext } from './context.ts'
import { readiness } from './readiness.ts'
import { whenStalled } from './when-stalled.ts'

const config = readConfig(process.env)
const log = createLogger({ service: 'classifier', level: config.HARK_LOG_LEVEL })
const shutdown = createShutdown({ onEvent: (event, step) => log.info({ event, step }, 'shutdown') })
const metrics = createMetrics('classifier')
const ctx = await createContext(config, log, metrics)
const worker = startWorker(ctx.queues.queue.classify, async (job) => void (await classifyPosts(ctx, job)), {
  concurrency: config.HARK_CLASSIFIER_CONCURRENCY,
  signal: shutdown.signal,
})
const limitSeconds = Math.max(300, 5 * ctx.leaseSeconds)
const look = whenStalled({ ...ctx, worker, limitSeconds }, () => {
  void shutdown.stop('stalled').finally(() => process.exit(1))
})
void runEvery(30_000, look, shutdown.signal, (err) => log.warn({ err }, 'progress not watched'))
const ready = () => readiness(ctx.db, ctx.queues)
const ops = await startOps({ port: config.HARK_OPS_PORT, ready, registry: metrics.registry })

shutdown.onShutdown('not ready', () => ops.stopping())
shutdown.onShutdown('worker', () => worker.close())
shutdown.onShutdown('queue', () => ctx.queues.close())
shutdown.onShutdown('detector', () => ctx.detector[Symbol.asyncDispose]())
shutdown.onShutdown('database', () => ctx.db.destroy())
shutdown.onShutdown('ops', () => ops.close())
