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
    select s.id, s.state, s.practice, s.case_id as "caseId", k.number as "caseNumber", coalesce(d.brands, k.product_group) as product,
      s.platform, coalesce(c.content #>> '{langs,0}', 'und') as lang, left(c.content ->> 'text', 160) as excerpt, s.created_at as "createdAt",
      s.hold_until as "holdUntil", s.remote_url as url, coalesce((c.content -> 'byHand')::boolean, false) as "postedByHand",
      jsonb_build_object('id', a.id, 'username', a.username, 'printedName', a.printed_name) as author
    from gate.response_status s join pv_case k on k.id = s.case_id join gate.response_version v on v.id = s.version_id
    join person a on a.id = s.author_id
    cross join lateral (select convert_from(v.canonical, 'UTF8')::jsonb as content) c
    left join lateral (select string_agg(brand, ' / ' order by brand) as brands
      from product where programme_id = k.programme_id and product_group = k.product_group) d on true
    where (${f.id ?? null}::uuid is null or s.id = ${f.id ?? null}) and (${f.state ?? null}::text is null or s.state = ${f.state ?? null})
      and (${f.caseId ?? null}::uuid is null or s.case_id = ${f.caseId ?? null})
    order by s.created_at desc, s.id limit ${f.limit}`.execute(db)
  return rows
}
