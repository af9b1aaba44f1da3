import { Socket } from 'node:net'
import { PostgresConnection, PostgresQueueBackend, Queue, Worker } from 'bullmq'
import type { OwnedWorker, QueueBackend } from './backend.ts'
import { type QueueConfig, type Timing, timingOf } from './config.ts'
import { preparePostgresStore, schemaOf } from './postgres-store.ts'
import { paceFailures, workerSettings } from './worker-settings.ts'

/** `undefined_table` and `invalid_schema_name`: the queue's own storage is gone. */
const storageGone = new Set(['42P01', '3F000'])

/** Rejects when Postgres does not answer: BullMQ remembers a failed first connection for ever, so it is made here. */
export async function openPostgresBackend(
  config: QueueConfig,
  url: string,
  queueNames: readonly string[],
): Promise<QueueBackend> {
  const prepare = () => preparePostgresStore({ postgresUrl: url, prefix: config.prefix, queueNames })
  if (config.prepare) await prepare()

  const shared = openConnection(url, schemaOf(config.prefix), timingOf(config), 2)
  shared.connection.on('error', (error) => config.onError(error, 'queue.postgres'))
  try {
    await shared.connection.waitUntilReady()
  } catch (error) {
    shared.destroy()
    throw error
  }
  const workers = new Set<OwnedWorker>()
  return {
    kind: 'postgres',
    ...epochTable(shared.connection.pool, config.prepare ? prepare : null),
    openProducer: (name) => openProducer(name, shared.connection),
    openWorker: (name, process, concurrency) => {
      const owned = openWorker(config, url, name, process, concurrency)
      workers.add(owned)
      owned.worker.once('closed', () => workers.delete(owned))
      return owned
    },
    ping: async () => void (await shared.connection.pool.query('select 1')),
    close: () => shared.connection.close(),
    destroy: () => {
      for (const owned of workers) owned.destroy()
      shared.destroy()
    },
  }
}

function epochTable(
  pool: PostgresConnection['pool'],
  prepare: (() => Promise<void>) | null,
): Pick<QueueBackend, 'readEpoch' | 'writeEpoch'> {
  async function readEpoch(): Promise<string | null> {
    try {
      const { rows } = await pool.query<{ epoch: string }>('select epoch from hark_epoch')
      return rows[0]?.epoch ?? null
    } catch (error) {
      if (isStorageGone(error)) return null
      throw error
    }
  }
  async function writeEpoch(epoch: string): Promise<void> {
    const upsert = `insert into hark_epoch (epoch) values ($1)
      on conflict (only_row) do update set epoch = excluded.epoch`
    try {
      await pool.query(upsert, [epoch])
    } catch (error) {
      if (!isStorageGone(error) || !prepare) throw error
      await prepare()
      await pool.query(upsert, [epoch])
    }
  }
  return { readEpoch, writeEpoch }
}

/** All producers and probes of a process share one small pool; BullMQ alone would open one for each queue. */
function openProducer(name: string, connection: PostgresConnection): Queue {
  return new Queue(
    name,
    { connection: {} },
    (queue, options) => new PostgresQueueBackend(connection, queue, options as never, false) as never,
  )
}

function isStorageGone(error: unknown): boolean {
  return storageGone.has((error as { code?: string }).code ?? '')
}

/** Keeps hold of the sockets: a pool on a server that no longer answers cannot be ended otherwise. */
function openConnection(url: string, schema: string, timing: Timing, max: number) {
  const sockets = new Set<Socket>()
  const connection = new PostgresConnection({
    connectionString: url,
    schema,
    max,
    keepAlive: true,
    connectionTimeoutMillis: timing.answerMs,
    query_timeout: timing.silenceMs,
    application_name: 'hark-queue',
    stream: () => {
      const socket = new Socket()
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      return socket
    },
  })
  const destroy = () => {
    for (const socket of sockets) socket.destroy()
  }
  return { connection, destroy }
}

function openWorker(
  config: QueueConfig,
  url: string,
  name: string,
  process: Parameters<QueueBackend['openWorker']>[1],
  concurrency: number,
): OwnedWorker {
  const timing = timingOf(config)
  const own = openConnection(url, schemaOf(config.prefix), timing, Math.min(concurrency, 4) + 1)
  const worker = new Worker(
    name,
    process,
    { ...workerSettings(timing, concurrency), connection: {} },
    (queue, options) => {
      const backend = new PostgresQueueBackend(own.connection, queue, options as never, true, queue)
      return paceFailures(backend, timing.reconnectMs / 4) as never
    },
  )
  worker.on('error', (error) => config.onError(error, `queue.${name}`))
  return { worker, destroy: own.destroy }
}
