import { peekCheckpoint } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type ExportQuery = {
  from: string
  to: string
  programme?: string | undefined
  product?: string | undefined
}

/** Where a period's bundle ends: a published checkpoint, and the instant of its newest entry. Everything in it is as of then. */
export type AsOf = { size: number; note: string; at: string; earlier: string[] }

/**
 * The first checkpoint that covers every entry made before `to`, so that the same query gives the same bytes however much later it is
 * asked; the newest one while the period is not over or not yet published. Null before anything is published.
 */
export async function asOf(db: Db, to: string): Promise<AsOf | null> {
  const { rows } = await sql<{ size: number; note: string; at: string }>`
    with wanted as (select coalesce(max(leaf_index) + 1, 1) as size, bool_or(leaf_index is null) as open from ledger_entry where at < ${to})
    select c.size, c.note, e.at from ledger_checkpoint c join ledger_entry e on e.leaf_index = c.size - 1, wanted w
    order by (c.size >= w.size and not coalesce(w.open, false)) desc, case when c.size >= w.size and not coalesce(w.open, false) then c.size else -c.size end limit 1`.execute(
    db,
  )
  const head = rows[0]
  if (!head) return null
  const earlier = await db
    .selectFrom('ledger_checkpoint')
    .select('note')
    .where('size', '<', head.size)
    .orderBy('size', 'desc')
    .limit(64)
    .execute()
  return {
    ...head,
    earlier: earlier.map((c) => c.note).sort((a, b) => peekCheckpoint(a).size - peekCheckpoint(b).size),
  }
}
