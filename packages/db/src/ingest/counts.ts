import { sql } from 'kysely'
import type { Trx } from '../connect.ts'

export type Counts = { unmatched: number; duplicate: number; stored: number; rejected: number }

/** Adds to the hour's counts. `offered` is their sum by definition here and by a check in the table. */
export async function addCounts(trx: Trx, sourceId: string, hour: string, c: Counts): Promise<void> {
  const offered = c.unmatched + c.duplicate + c.stored + c.rejected
  if (offered === 0) return
  await sql`
    insert into source_count as t (source_id, hour, offered, unmatched, duplicate, stored, rejected)
    values (${sourceId}, ${hour}, ${offered}, ${c.unmatched}, ${c.duplicate}, ${c.stored}, ${c.rejected})
    on conflict (source_id, hour) do update set offered = t.offered + excluded.offered, unmatched = t.unmatched + excluded.unmatched,
      duplicate = t.duplicate + excluded.duplicate, stored = t.stored + excluded.stored, rejected = t.rejected + excluded.rejected`.execute(
    trx,
  )
}

export async function insertRejections(
  trx: Trx,
  sourceId: string,
  batchId: string,
  rejected: readonly { line?: number; reason: string }[],
): Promise<void> {
  if (rejected.length === 0) return
  await trx
    .insertInto('rejection')
    .values(
      rejected.map((r) => ({
        source_id: sourceId,
        batch_id: batchId,
        line: r.line ?? null,
        reason: r.reason,
      })),
    )
    .execute()
}
