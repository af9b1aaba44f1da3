import type { ContextTries, Post } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Something `p` answers or quotes is not held, in any version. */
const lacksContext = sql.raw(`exists (
  select from unnest(array[p.parent_id, p.root_id, p.quoted_id]) as r(id) where r.id is not null and not exists (
    select from post q where q.programme_id = p.programme_id and q.platform = p.platform and q.external_id = r.id))`)

export type LacksContext = Pick<Post, 'externalId' | 'parentId' | 'rootId' | 'quotedId'> & {
  postId: string
  tries: number
}

/** Flagged posts of a source of the last three days whose context is to be asked for now: nobody waits for that of any other. */
export async function dueContexts(db: Db, sourceId: string, atMost: number): Promise<LacksContext[]> {
  const { rows } = await sql<LacksContext>`
    select p.id as "postId", p.external_id as "externalId", p.parent_id as "parentId", p.root_id as "rootId", p.quoted_id as "quotedId",
      coalesce(c.tries, 0) as tries
    from post_stage g join post p on p.id = g.post_id left join context_try c on c.post_id = p.id
    where g.outcome = 'flagged' and g.created_at > clock_timestamp() - interval '3 days' and p.source_id = ${sourceId}
      and p.removed_at is null and p.erased_at is null and (c.post_id is null or c.next_at <= clock_timestamp()) and ${lacksContext}
    order by c.next_at nulls first, g.created_at limit ${atMost}`.execute(db)
  return rows
}

/** A try is over. `next` null: it is here (no reason), or given up. */
export async function noteContextTry(
  db: Db,
  postId: string,
  { next, reason }: { next: Date | null; reason: string | null },
): Promise<void> {
  await sql`insert into context_try as c (post_id, tries, next_at, reason) values (${postId}, 1, ${next}, ${reason})
    on conflict (post_id) do update set tries = c.tries + 1, next_at = excluded.next_at, reason = excluded.reason`.execute(
    db,
  )
}

/** Posts of a case of which the words before are missing, and how asking for them went. */
export async function missingContexts(
  db: Db,
  caseId: string,
): Promise<({ postId: string } & ContextTries)[]> {
  const { rows } = await sql<{ postId: string } & ContextTries>`
    select p.id as "postId", coalesce(c.tries, 0) as tries, c.next_at as "nextAt", c.reason
    from case_post k join post p on p.id = k.post_id left join context_try c on c.post_id = p.id
    where k.case_id = ${caseId} and k.role <> 'copy' and p.erased_at is null and p.reduced_at is null and ${lacksContext}
    order by k.added_at, p.id`.execute(db)
  return rows
}
