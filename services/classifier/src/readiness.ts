import { type Db, databaseReady } from '@hark/db'
import type { Readiness } from '@hark/runtime'

/** Whether this process can work: without the database it cannot; without the queue it waits for it. */
export async function readiness(db: Db, queues: { ping: () => Promise<void> }): Promise<Readiness> {
  const asked = queues.ping().then(
    () => true,
    () => false,
  )
  const { ok, checks } = await databaseReady(db)
  const queue = await asked
  return { ok, checks: { ...checks, queue: { ok: queue, degraded: !queue } } }
}
