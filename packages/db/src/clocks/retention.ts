import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { appendEntries, appendEntry, newEntryId } from '../entries.ts'

/**
 * Erases posts their authors deleted that were not yet judged when the deletion came and turned out negative; a flagged post
 * stays under the safety hold (field-guide §5.3). The tombstone keeps id and hashes.
 */
export async function eraseDeletedNegatives(db: Db, atMost = 1000): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ id: string }>`
      update post p set erased_at = clock_timestamp(), text = null, raw = null, author_sealed = null, author_ref = null, url = null, media = '[]'
      where p.id in (select q.id from post q join post_stage s on s.post_id = q.id and s.stage = 'classify'
        where q.removal_reason = 'deleted' and q.erased_at is null and s.state = 'done' and s.outcome = 'negative'
          and not exists (select from case_post c where c.post_id = q.id) limit ${atMost})
      returning p.id`.execute(trx)
    const ids = rows.map((r) => r.id)
    if (ids.length === 0) return 0
    await sql`delete from finding where post_id = any(${ids}::uuid[])`.execute(trx)
    await appendEntry(trx, {
      actor: { id: 'clock', kind: 'service' },
      action: 'posts.removed',
      object: { type: 'retention', id: 'deleted-negatives' },
      ref: { erased: String(ids.length) },
    })
    return ids.length
  })
}

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
