import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { AsOf, ExportQuery } from './period.ts'

/** Where a page ended: the instant as the database writes it, for a JavaScript date would cut it to milliseconds. */
export type Place = { exactly: string; id: string }
export const BEGINNING: Place = { exactly: '-infinity', id: '00000000-0000-0000-0000-000000000000' }

export const PAGE = 500

/** Whether a decision `d` on the case `k` is of the period. */
const isChosen = (q: ExportQuery, as: AsOf): RawBuilder<unknown> => sql`
  d.concluded_at >= ${q.from} and d.concluded_at < ${q.to}
    and exists (select from ledger_entry e where e.id = d.concluded_entry and e.action = 'decision.concluded' and e.leaf_index < ${as.size})
    ${q.programme ? sql`and k.programme_id = ${q.programme}` : sql``}
    ${q.product ? sql`and exists (select from product y where y.programme_id = k.programme_id and y.product_group = k.product_group and (y.brand = ${q.product} or y.product_group = ${q.product}))` : sql``}`

/** The decisions of one page, chosen before anything is looked up for them: the last page costs no more than the first. */
export const chosen = (q: ExportQuery, as: AsOf, after: Place): RawBuilder<unknown> => sql`
  select d.* from decision d join pv_case k on k.id = d.case_id
  where ${isChosen(q, as)} and (d.concluded_at, d.id) > (${after.exactly}::timestamptz, ${after.id}::uuid)
  order by d.concluded_at, d.id limit ${PAGE}`

/** Whether the terms of a source of its posts let only ids be passed on. */
export const isIdsOnly = sql<boolean>`exists (
  select from post x join source y on y.id = x.source_id where x.id = any(d.post_ids) and y.policy ->> 'exportAllowed' = 'ids')`

/** Places in the ledger of the entries whose words this export may show: those of its decisions, as far as the terms let words be passed on. */
export async function shownEntries(db: Db, q: ExportQuery, as: AsOf): Promise<ReadonlySet<number>> {
  const { rows } = await sql<{ seq: number }>`
    select e.leaf_index as seq from decision d join pv_case k on k.id = d.case_id join ledger_entry e on e.id = d.concluded_entry
    where ${isChosen(q, as)} and not ${isIdsOnly}`.execute(db)
  return new Set(rows.map(({ seq }) => seq))
}
