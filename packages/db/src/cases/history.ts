import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type HistoryRow = {
  entryId: string
  leafIndex: number | null
  at: string
  actorId: string
  actorKind: 'user' | 'service'
  actorName: string | null
  action: string
  why: string | null
  /** The sealed reason, where a person gave one in their own words. */
  sealedReason: Buffer | null
}

/** Entries of a case, its decisions, hand-offs and reveals, oldest first. */
export async function historyOf(db: Db, caseId: string): Promise<HistoryRow[]> {
  const { rows } = await sql<HistoryRow>`
    with about (type, id) as (
      select 'case', ${caseId}::text
      union all select 'decision', id::text from decision where case_id = ${caseId}
      union all select 'handoff', id::text from handoff where case_id = ${caseId}
      union all select 'post', post_id::text from case_post where case_id = ${caseId}
    )
    select e.id as "entryId", e.leaf_index as "leafIndex", e.at, e.body::jsonb -> 'actor' ->> 'id' as "actorId",
      e.body::jsonb -> 'actor' ->> 'kind' as "actorKind", p.printed_name as "actorName", e.action, e.body::jsonb ->> 'why' as why,
      r.sealed as "sealedReason"
    from about a join ledger_entry e on e.object_type = a.type and e.object_id = a.id
    left join person p on p.id::text = e.body::jsonb -> 'actor' ->> 'id'
    left join ledger_private r on r.entry_id = e.id and r.field = 'reason'
    order by e.staged_no`.execute(db)
  return rows
}
