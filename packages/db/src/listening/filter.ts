import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

export type ListeningFilter = {
  programme?: string | undefined
  product?: string | undefined
  lang?: string | undefined
  platform?: string | undefined
  from: string
  to: string
  practice: boolean
}

/** Why the text of a possible adverse event is not for listening; null where it may be read: when every case of it is decided, and none forwarded. */
const maskOf = sql`case when st.outcome is distinct from 'flagged' then null
  when exists (select from case_post c join pv_case k on k.id = c.case_id where c.post_id = p.id and k.state in ('open', 'held', 'concluded')) then 'awaiting triage'
  when exists (select from case_post c join decision n on n.case_id = c.case_id and n.state = 'signed' and n.forwardable where c.post_id = p.id) then 'with safety'
  when exists (select from case_post c join pv_case k on k.id = c.case_id where c.post_id = p.id and k.state = 'decided') then null
  else 'awaiting triage' end`

/**
 * Posts of a period with what detection said of their products. Practice and real posts are never counted together. What was taken
 * away by its author or platform is held for safety alone, if at all (field-guide §5.3), so it is not for listening.
 */
export const inPeriod = (f: ListeningFilter): RawBuilder<unknown> => sql`
  from finding x join post p on p.id = x.post_id join product d on d.id = x.product_id join post_stage st on st.post_id = p.id and st.stage = 'classify'
  cross join lateral (select ${maskOf} as masked) t
  where p.received_at >= ${f.from} and p.received_at < ${f.to} and p.practice = ${f.practice} and p.erased_at is null and p.removed_at is null
    ${f.programme ? sql`and p.programme_id = ${f.programme}` : sql``} ${f.product ? sql`and d.brand = ${f.product}` : sql``}
    ${f.lang ? sql`and x.lang = ${f.lang}` : sql``} ${f.platform ? sql`and p.platform = ${f.platform}` : sql``}`

/** Real posts where there are any; the practice ones only where there is nothing else to look at, or their programme is asked for. */
export async function showsPractice(db: Db, programme: string | undefined): Promise<boolean> {
  if (programme) {
    const row = await db.selectFrom('programme').select('kind').where('id', '=', programme).executeTakeFirst()
    return row?.kind === 'practice'
  }
  return (
    (await db.selectFrom('post').select('id').where('practice', '=', false).limit(1).executeTakeFirst()) ===
    undefined
  )
}

/** When the newest listening began within a day: the default view starts there, not in an empty morning. */
export async function firstHeard(db: Db, practice: boolean, notBefore: string): Promise<string | null> {
  const { rows } = await sql<{ at: string | null }>`
    select min(received_at) as at from post where practice = ${practice} and received_at >= ${notBefore}`.execute(
    db,
  )
  return rows[0]?.at ?? null
}
