import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type EntryQuery = {
  action?: string | undefined
  objectType?: string | undefined
  objectId?: string | undefined
  actor?: string | undefined
  from?: string | undefined
  to?: string | undefined
  before?: number | undefined
  limit: number
}
export type EntryRow = {
  entryId: string
  stagedNo: number
  leafIndex: number | null
  at: string
  action: string
  objectType: string
  objectId: string
  actor: string
  actorKind: 'user' | 'service'
  why: string | null
  leafHash: string | null
  body: string
}

/** `practice`: what it is about, a post, case, reply, source or programme, is invented; false of what is about none of them. */
export type TimelineRow = EntryRow & { practice: boolean }

/** Whether what entry `e` is about is practice. Its id is believed no more than the rest of a row: it may be none. */
const isPractice = sql<boolean>`(
  select coalesce(case e.object_type
    when 'post' then (select practice from post where id = o.id)
    when 'case' then (select practice from pv_case where id = o.id)
    when 'decision' then (select k.practice from decision d join pv_case k on k.id = d.case_id where d.id = o.id)
    when 'handoff' then (select practice from handoff where id = o.id)
    when 'response' then (select practice from gate.response where id = o.id)
    when 'source' then (select g.kind = 'practice' from source s join programme g on g.id = s.programme_id where s.id = o.id)
    when 'programme' then (select kind = 'practice' from programme where id = o.id)
  end, false) from (select case when pg_input_is_valid(e.object_id, 'uuid') then e.object_id::uuid end as id) o)`

/** Ledger entries newest first, a page at a time; people by their printed name, the body as it is hashed once it has its place. */
export async function listEntries(db: Db, q: EntryQuery): Promise<TimelineRow[]> {
  const like = q.action?.endsWith('.')
    ? sql`and e.action like ${`${q.action}%`}`
    : q.action
      ? sql`and e.action = ${q.action}`
      : sql``
  const { rows } = await sql<TimelineRow>`
    select e.id as "entryId", e.staged_no as "stagedNo", e.leaf_index as "leafIndex", e.at, e.action, e.object_type as "objectType", e.object_id as "objectId",
      coalesce(p.printed_name, e.body::jsonb #>> '{actor,id}') as actor, e.body::jsonb #>> '{actor,kind}' as "actorKind", e.body::jsonb ->> 'why' as why,
      encode(e.leaf_hash, 'hex') as "leafHash", coalesce(convert_from(e.leaf, 'UTF8'), e.body) as body,
      ${isPractice} as practice
    from ledger_entry e left join person p on p.id::text = e.body::jsonb #>> '{actor,id}'
    where true ${like}
      ${q.objectType ? sql`and e.object_type = ${q.objectType}` : sql``} ${q.objectId ? sql`and e.object_id = ${q.objectId}` : sql``}
      ${q.actor ? sql`and (p.username = ${q.actor} or e.body::jsonb #>> '{actor,id}' = ${q.actor})` : sql``}
      ${q.from ? sql`and e.at >= ${q.from}` : sql``} ${q.to ? sql`and e.at < ${q.to}` : sql``}
      ${q.before ? sql`and e.staged_no < ${q.before}` : sql``}
    order by e.staged_no desc limit ${q.limit}`.execute(db)
  return rows
}

/** Entries of one object, or of all objects of a case (its decisions, hand-offs and replies), oldest first. */
export async function historyOfCase(db: Db, caseId: string): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    with objects as (
      select 'case' as type, ${caseId}::text as id
      union all select 'decision', id::text from decision where case_id = ${caseId}
      union all select 'handoff', id::text from handoff where case_id = ${caseId}
      union all select 'response', id::text from gate.response where case_id = ${caseId})
    select e.id as "entryId", e.staged_no as "stagedNo", e.leaf_index as "leafIndex", e.at, e.action, e.object_type as "objectType", e.object_id as "objectId",
      coalesce(p.printed_name, e.body::jsonb #>> '{actor,id}') as actor, e.body::jsonb #>> '{actor,kind}' as "actorKind", e.body::jsonb ->> 'why' as why,
      encode(e.leaf_hash, 'hex') as "leafHash", e.body
    from objects o join ledger_entry e on e.object_type = o.type and e.object_id = o.id
    left join person p on p.id::text = e.body::jsonb #>> '{actor,id}' order by e.staged_no`.execute(db)
  return rows
}
