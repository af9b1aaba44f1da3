import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type RelatedCase = { id: string; number: number; why: string }

/** Other undecided cases of the programme that may tell of the same patient: same author, copies, same thread. */
export async function relatedCases(db: Db, caseId: string, atMost = 20): Promise<RelatedCase[]> {
  const { rows } = await sql<RelatedCase>`
    with mine as (
      select p.id, p.programme_id, p.platform, p.external_id, p.root_id, p.parent_id, p.author_ref
      from case_post c join post p on p.id = c.post_id where c.case_id = ${caseId}
    ), near (post_id, why) as (
      select q.id, 'same author' from mine m join post q on q.author_ref = m.author_ref and q.programme_id = m.programme_id
      union select q.id, 'same thread' from mine m join post q on q.platform = m.platform and q.external_id in (m.root_id, m.parent_id) and q.programme_id = m.programme_id
      union select q.id, 'same thread' from mine m join post q on q.platform = m.platform and q.root_id in (m.external_id, m.root_id) and q.programme_id = m.programme_id
      union select q.id, 'same thread' from mine m join post q on q.platform = m.platform and q.parent_id in (m.external_id, m.parent_id) and q.programme_id = m.programme_id
    ), cases (id, why) as (
      select c.case_id, n.why from near n join case_post c on c.post_id = n.post_id
      union select o.id, 'copy of the same text' from pv_case k join pv_case o on o.cluster_id = k.cluster_id where k.id = ${caseId}
    )
    select o.id, o.number, string_agg(distinct c.why, ', ' order by c.why) as why
    from cases c join pv_case o on o.id = c.id
    where o.id <> ${caseId} and o.state in ('open', 'held', 'concluded')
    group by o.id, o.number order by o.number limit ${atMost}`.execute(db)
  return rows
}
