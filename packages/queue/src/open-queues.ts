import { randomUUID } from 'node:crypto'
import { OperatorError, withDeadline } from '@hark/runtime'
import type { Queue } from 'bullmq'
import { type QueueBackend, QueueUnavailable } from './backend.ts'
import { assertPrefix, type QueueConfig, timingOf } from './config.ts'
import { assertQueueName, type PayloadOf, type QueueDefinition } from './definition.ts'
import { openPostgresBackend } from './postgres-backend.ts'
import { openRedisBackend } from './redis-backend.ts'

/** One named queue with the type of its payload. Only this package looks inside. */
export type JobQueue<P = unknown> = {
  readonly definition: QueueDefinition<P>
  readonly producer: Queue
  readonly backend: QueueBackend
  readonly config: QueueConfig
}

export type Queues<D> = AsyncDisposable & {
  readonly kind: QueueBackend['kind']
  readonly queue: { readonly [K in keyof D]: JobQueue<PayloadOf<D[K]>> }
  /** Rejects with QueueUnavailable unless the server answers in time. */
  ping(): Promise<void>
  /** What `writeEpoch` left, or null where all data were lost. A copy restored from an older backup keeps its epoch. */
  readEpoch(): Promise<string | null>
  /** Leaves a new random epoch and returns it, for the caller to keep in Postgres. Recreates lost storage if `prepare`. */
  writeEpoch(): Promise<string>
  /** Resolves within `deadlineMs` whatever the server does; true when everything ended by itself. Workers: close first. */
  close(deadlineMs?: number): Promise<boolean>
}

/** Opens every queue of `definitions` on the one backend that `config` names. Rejects when Postgres does not answer. */
// biome-ignore lint/suspicious/noExplicitAny: each definition has its own payload type
export async function openQueues<const D extends Record<string, QueueDefinition<any>>>(
  config: QueueConfig,
  definitions: D,
): Promise<Queues<D>> {
  assertPrefix(config.prefix)
  const names = Object.values(definitions).map(({ name }) => name)
  names.forEach(assertQueueName)
  const backend = await openBackend(config, names)
  const opened = Object.entries(definitions).map(([key, definition]) => {
    const producer = backend.openProducer(definition.name)
    producer.on('error', (error) => config.onError(error, `queue.${definition.name}`))
    return [key, { definition, producer, backend, config }] as const
  })
  const queue = Object.fromEntries(opened) as Queues<D>['queue']
  const { answerMs } = timingOf(config)
  const close = (deadlineMs = 10_000) => closeAll(backend, Object.values(queue), deadlineMs)

  return {
    kind: backend.kind,
    queue,
    ping: () => answered(backend.ping(), answerMs),
    readEpoch: () => answered(backend.readEpoch(), answerMs),
    writeEpoch: async () => {
      const epoch = randomUUID()
      // Recreating a lost schema takes longer than a probe may.
      await answered(backend.writeEpoch(epoch), 4 * answerMs)
      return epoch
    },
    close,
    [Symbol.asyncDispose]: async () => void (await close()),
  }
}

async function openBackend(config: QueueConfig, names: readonly string[]): Promise<QueueBackend> {
  if (config.redisUrl) return openRedisBackend(config, config.redisUrl)
  if (config.postgresUrl) return openPostgresBackend(config, config.postgresUrl, names)
  throw new OperatorError('A queue needs REDIS_URL or DATABASE_URL.')
}

async function closeAll(backend: QueueBackend, queues: JobQueue[], deadlineMs: number): Promise<boolean> {
  const politely = async () => {
    await Promise.all(queues.map(({ producer }) => producer.close()))
    await backend.close()
  }
  try {
    return (await withDeadline(politely(), deadlineMs)).done
  } catch {
    return false
  } finally {
    backend.destroy()
  }
}

/** The answer, or QueueUnavailable. BullMQ waits for ever for a connection; nobody who asks here may. */
export async function answered<T>(asked: Promise<T>, ms: number): Promise<T> {
  try {
    const outcome = await withDeadline(asked, ms)
    if (outcome.done) return outcome.value
  } catch (cause) {
    throw new QueueUnavailable('The queue refused or lost the request.', cause)
  }
  throw new QueueUnavailable('The queue did not answer in time.')
}
