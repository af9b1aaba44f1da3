import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'

/** Ends leases whose browser went away, so that no case is hidden by a crash. A case somebody is at just now is passed over, not waited for. */
export async function endLapsedLeases(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    update pv_case set lease_by = null, lease_token = null, lease_until = null
    where id in (select id from pv_case where lease_until < clock_timestamp() order by id for update skip locked)`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0n)
}

/** Brings held cases back whose time has come. */
export async function resumeHeld(db: Db): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      select id from pv_case where state = 'held' and hold_until <= clock_timestamp() order by id for update skip locked`.execute(
      trx,
    )
    const entries = rows.map(({ id }) => ({
      id: newEntryId(),
      actor: { id: 'clock', kind: 'service' } as const,
      action: 'case.resumed' as const,
      object: { type: 'case', id },
      why: 'hold_over',
    }))
    await sql`update pv_case c set state = 'open', hold_reason = null, hold_until = null, last_entry = w.entry
      from unnest(${rows.map((r) => r.id)}::uuid[], ${entries.map((e) => e.id)}::uuid[]) as w(id, entry) where c.id = w.id`.execute(
      trx,
    )
    await appendEntries(trx, entries)
    return rows.length
  })
}
