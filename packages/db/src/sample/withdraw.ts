import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { appendEntries, newEntryId } from '../entries.ts'

/** Posts just erased leave their samples: what nobody decided on is read by nobody any more. The caller holds their cases. */
export async function withdrawSampled(trx: Trx, postIds: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select k.id from pv_case k where k.lane = 'sample' and k.state in ('open', 'held')
      and k.id in (select case_id from case_post where post_id = any(${[...postIds]}::uuid[])) order by k.id`.execute(
    trx,
  )
  const entries = rows.map(({ id }) => ({
    id: newEntryId(),
    actor: { id: 'clock', kind: 'service' } as const,
    action: 'case.withdrawn' as const,
    object: { type: 'case', id },
    why: 'post_erased',
  }))
  await sql`update pv_case k set state = 'withdrawn', hold_reason = null, hold_until = null, lease_by = null, lease_token = null, lease_until = null,
      last_entry = w.entry
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${entries.map(({ id }) => id)}::uuid[]) as w(id, entry) where k.id = w.id`.execute(
    trx,
  )
  await appendEntries(trx, entries)
}
