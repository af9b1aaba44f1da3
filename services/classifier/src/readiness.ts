import type { Db } from '@hark/db'
import { sql } from 'kysely'

/** Whether this process can work: without the database it cannot; without the queue it waits for it. */
export const readiness = (db: Db, queues: { ping: () => Promise<void> }) => async () => {
  const [database, queue] = await Promise.all([holds(sql`select 1`.execute(db)), holds(queues.ping())])
  return { ok: database, checks: { database: { ok: database }, queue: { ok: queue, degraded: !queue } } }
}

const holds = (asked: Promise<unknown>): Promise<boolean> =>
  asked.then(
    () => true,
    () => false,
  )
