import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { PostgresConnection, PostgresQueueBackend, Queue, Worker } from 'bullmq'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { seconds } from './figures.ts'
import type { BenchDatabase } from './server.ts'

const BATCH = 100

/** Rows a second of one COPY of the same posts, text and all, into a bare table on the same server: what storing costs at least. */
export async function bareCopy(database: BenchDatabase, posts: readonly string[]): Promise<number> {
  const client = new pg.Client(database.url())
  await client.connect()
  try {
    await client.query(
      'create table public.bare (id uuid primary key, external_id text, text text, at timestamptz)',
    )
    const rows = posts.map(
      (p, i) => `${randomUUID()}\t${i}\t${JSON.stringify(p).replaceAll('\\', '\\\\')}\t2026-10-10\n`,
    )
    const began = performance.now()
    await pipeline(Readable.from(rows), client.query(copyFrom('copy public.bare from stdin')))
    return posts.length / seconds(began)
  } finally {
    await client.query('drop table if exists public.bare')
    await client.end()
  }
}

/** Items a second through BullMQ alone, in jobs of a hundred ids and a worker that does nothing, on the same backend. */
export async function bareQueue(
  database: BenchDatabase,
  redisUrl: string | undefined,
  items: number,
): Promise<number> {
  const name = `bare-${randomUUID()}`
  const open = redisUrl ? onRedis(name, redisUrl) : onPostgres(name, database.url())
  const jobs = Array.from({ length: Math.ceil(items / BATCH) }, () => ({
    name,
    data: { items: Array.from({ length: BATCH }, () => ({ postId: randomUUID(), gen: 0 })) },
    opts: { removeOnComplete: true },
  }))
  const queue = open.queue()
  await queue.waitUntilReady()
  const began = performance.now()
  await queue.addBulk(jobs)
  let done = 0
  const all = Promise.withResolvers<void>()
  const worker = open.worker(async () => {
    done += 1
    if (done === jobs.length) all.resolve()
  })
  worker.on('error', all.reject)
  await all.promise
  const took = seconds(began)
  await worker.close()
  await queue.close()
  await open.end()
  return items / took
}

const onRedis = (name: string, url: string) => ({
  queue: () => new Queue(name, { connection: { url } }),
  worker: (work: () => Promise<void>) =>
    new Worker(name, work, { connection: { url, maxRetriesPerRequest: null }, concurrency: 2 }),
  end: async () => {},
})

function onPostgres(name: string, url: string) {
  const connection = new PostgresConnection({
    connectionString: url,
    schema: 'bare_queue',
    max: 6,
    migrate: true,
  })
  const backend = (worker: boolean) => (queue: string, options: unknown) =>
    new PostgresQueueBackend(connection, queue, options as never, worker, ...(worker ? [queue] : [])) as never
  return {
    queue: () => new Queue(name, { connection: {} }, backend(false)),
    worker: (work: () => Promise<void>) =>
      new Worker(name, work, { connection: {}, concurrency: 2 }, backend(true)),
    end: () => connection.close(),
  }
}
