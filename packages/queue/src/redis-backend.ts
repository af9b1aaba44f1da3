import { withDeadline } from '@hark/runtime'
import { createRedisBackend, Queue, type RedisQueueBackend, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import type { OwnedWorker, QueueBackend } from './backend.ts'
import { type QueueConfig, type Timing, timingOf } from './config.ts'
import { paceFailures, workerSettings } from './worker-settings.ts'

/** Resolves once Redis answered or `answerMs` passed: a process must start without Redis, and find it when it is there. */
export async function openRedisBackend(config: QueueConfig, url: string): Promise<QueueBackend> {
  const timing = timingOf(config)
  const workers = new Set<OwnedWorker>()
  const redis = openProducerConnection(url, timing)
  redis.on('error', (error) => config.onError(error, 'queue.redis'))
  await withDeadline(new Promise((resolve) => redis.once('ready', resolve)), timing.answerMs)

  const epochKey = `${config.prefix}:epoch`
  return {
    kind: 'redis',
    openProducer: (name) => new Queue(name, { connection: redis, prefix: config.prefix }),
    openWorker: (name, process, concurrency) => {
      const owned = openWorker(config, url, name, process, concurrency)
      workers.add(owned)
      owned.worker.once('closed', () => workers.delete(owned))
      return owned
    },
    ping: async () => void (await redis.ping()),
    readEpoch: () => redis.get(epochKey),
    writeEpoch: async (epoch) => void (await redis.set(epochKey, epoch)),
    close: async () => {
      redis.disconnect()
    },
    destroy: () => {
      for (const owned of workers) owned.destroy()
      redis.disconnect()
    },
  }
}

/** Producers fail fast: what could not be enqueued still lies in the outbox. */
function openProducerConnection(url: string, timing: Timing): Redis {
  return new Redis(url, {
    ...connectionSettings(timing),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: timing.answerMs,
  })
}

function connectionSettings(timing: Timing) {
  return {
    // ioredis and BullMQ back off up to 20 s: work then resumes 18 s after Redis is back.
    retryStrategy: (attempt: number) => Math.min(200 * attempt, timing.reconnectMs),
    connectTimeout: timing.answerMs,
    socketTimeout: timing.silenceMs,
    keepAlive: 5_000,
  }
}

function openWorker(
  config: QueueConfig,
  url: string,
  name: string,
  process: Parameters<QueueBackend['openWorker']>[1],
  concurrency: number,
): OwnedWorker {
  const timing = timingOf(config)
  const connection = { url, ...connectionSettings(timing), maxRetriesPerRequest: null }
  const worker = new Worker(
    name,
    process,
    { ...workerSettings(timing, concurrency), connection, prefix: config.prefix },
    (...args) => paceFailures(createRedisBackend(...args), timing.reconnectMs / 4),
  )
  worker.on('error', (error) => config.onError(error, `queue.${name}`))
  return { worker, destroy: () => disconnectNow(worker.getBackend()) }
}

/** `disconnect()` of BullMQ waits until it is connected; a client's own does not. */
function disconnectNow(backend: RedisQueueBackend): void {
  for (const owner of [backend.connection, backend.blockingConnection]) {
    const { _client: client } = (owner ?? {}) as { _client?: { disconnect(): void } }
    client?.disconnect()
  }
}
