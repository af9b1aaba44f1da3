import type { ResponseState } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

type PersonRef = { id: string; username: string; printedName: string }

export type ResponseListRow = {
  id: string
  state: ResponseState
  practice: boolean
  caseId: string
  caseNumber: number
  product: string
  platform: string
  lang: string
  excerpt: string
  author: PersonRef
  createdAt: string
  holdUntil: string | null
  postedByHand: boolean
  url: string | null
}

/** Replies, newest first. */
export async function listResponses(
  db: Db,
  f: { id?: string; state?: ResponseState | undefined; caseId?: string | undefined; limit: number },
): Promise<ResponseListRow[]> {
  const { rows } = await sql<ResponseListRow>`
    with page as materialized (  -- which ones first: what they say is read for these alone
      select r.id from gate.response r ${f.state ? ofState(f.state) : sql``}
      where (${f.id ?? null}::uuid is null or r.id = ${f.id ?? null}) and (${f.caseId ?? null}::uuid is null or r.case_id = ${f.caseId ?? null})
      order by r.created_at desc, r.id limit ${f.limit})
    select s.id, s.state, s.practice, s.case_id as "caseId", k.number as "caseNumber", coalesce(d.brands, k.product_group) as product,
      s.platform, coalesce(c.content #>> '{langs,0}', 'und') as lang, left(c.content ->> 'text', 160) as excerpt, s.created_at as "createdAt",
      s.hold_until as "holdUntil", s.remote_url as url, coalesce((c.content -> 'byHand')::boolean, false) as "postedByHand",
      jsonb_build_object('id', a.id, 'username', a.username, 'printedName', a.printed_name) as author
    from page cross join lateral (select * from gate.response_status where id = page.id offset 0) s  -- not joined: that asks of all
    join pv_case k on k.id = s.case_id join gate.response_version v on v.id = s.version_id join person a on a.id = s.author_id
    cross join lateral (select convert_from(v.canonical, 'UTF8')::jsonb as content) c
    left join lateral (select string_agg(brand, ' / ' order by brand) as brands
      from product where programme_id = k.programme_id and product_group = k.product_group) d on true
    order by s.created_at desc, s.id`.execute(db)
  return rows
}

/** Asked reply by reply, newest first, until the page is full: what state they are all in takes long to say. */
const ofState = (state: ResponseState) =>
  sql`join lateral (select from gate.response_status s where s.id = r.id and s.state = ${state} offset 0) s on true`
