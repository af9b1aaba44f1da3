import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

export type Undispatched = { postId: string; gen: number; attempts: number }

/**
 * Hands undispatched work to `enqueue` and marks it, oldest first. Not "id > last id": ids commit out of order and rows
 * would be lost. A crash between the two repeats the hand-over, which the claim makes harmless.
 */
export async function relayStages(
  db: Db,
  atMost: number,
  enqueue: (work: Undispatched[]) => Promise<void>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Undispatched>`
      select post_id as "postId", gen, attempts from post_stage
      where dispatched_at is null and state = 'pending' order by created_at limit ${atMost} for update skip locked`.execute(
      trx,
    )
    if (rows.length === 0) return 0
    await enqueue(rows)
    await sql`update post_stage set dispatched_at = clock_timestamp() where stage = 'classify' and post_id = any(${rows.map((r) => r.postId)}::uuid[])`.execute(
      trx,
    )
    return rows.length
  })
}

/** Work handed over long ago and still not taken, and work whose worker died: a new generation, to be handed over again. */
export async function requeueStale(db: Db, olderThanSeconds: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update post_stage set gen = gen + 1, state = 'pending', dispatched_at = null, lease_token = null, lease_until = null
    where (state = 'pending' and dispatched_at < clock_timestamp() - make_interval(secs => ${olderThanSeconds}))
       or (state = 'running' and lease_until < clock_timestamp())`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/**
 * Notes the queue's memory as now seen. When it is another than last time, everything unfinished is to be handed over again, in the same
 * transaction: noted alone, a crash in between would leave that to the slow look for stale work. Returns how many.
 */
export async function noteQueueEpoch(db: Db, epoch: string): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const before = await trx.selectFrom('queue_epoch').select('epoch').executeTakeFirst()
    if (before?.epoch === epoch) return 0
    await trx
      .insertInto('queue_epoch')
      .values({ epoch })
      .onConflict((c) => c.column('only_row').doUpdateSet({ epoch }))
      .execute()
    return before ? requeueEverything(trx) : 0
  })
}

async function requeueEverything(trx: Trx): Promise<number> {
  const { numAffectedRows } = await sql`
    update post_stage set gen = gen + 1, dispatched_at = null where state = 'pending' and dispatched_at is not null`.execute(
    trx,
  )
  return Number(numAffectedRows ?? 0n)
}

export async function stageBacklog(
  db: Db,
): Promise<{ pending: number; running: number; quarantined: number; oldestSeconds: number }> {
  const { rows } = await sql<{
    pending: number
    running: number
    quarantined: number
    oldestSeconds: number
  }>`
    select count(*) filter (where state = 'pending') as pending, count(*) filter (where state = 'running') as running,
      count(*) filter (where state = 'quarantined') as quarantined,
      coalesce(extract(epoch from clock_timestamp() - min(created_at) filter (where state in ('pending', 'running'))), 0)::int as "oldestSeconds"
    from post_stage where state <> 'done'`.execute(db)
  return rows[0] ?? { pending: 0, running: 0, quarantined: 0, oldestSeconds: 0 }
}

/** Whether anything waits to be handed to the queue: asked ten times a second, so by one look into an index. */
export async function anyUndispatched(db: Db): Promise<boolean> {
  const { rows } = await sql<{
    any: boolean
  }>`select exists (select from post_stage where dispatched_at is null and state = 'pending') as any`.execute(
    db,
  )
  return rows[0]?.any ?? false
}

/** Outbox rows not yet handed to the queue. */
export async function undispatched(db: Db): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from post_stage where dispatched_at is null and state = 'pending'`.execute(db)
  return rows[0]?.n ?? 0
}
