import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Takes up posts of sources whose terms set a limit or a re-check; those stored while nobody looked are caught up. */
export async function enrolForChecks(db: Db): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into post_check (post_id, source_id, counted_hour, checked_at)
    select p.id, p.source_id, p.counted_hour, p.received_at
    from source s
    cross join lateral (select coalesce(max(c.counted_hour), '-infinity') - interval '3 hours' as since from post_check c where c.source_id = s.id) e
    join post p on p.source_id = s.id and p.counted_hour >= e.since
    where (s.policy ->> 'retentionDays' is not null or s.policy ->> 'recheckHours' is not null) and p.erased_at is null and p.reduced_at is null
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** Posts of a source whose check is due, longest unchecked first. */
export async function dueChecks(
  db: Db,
  sourceId: string,
  afterHours: number,
  atMost: number,
): Promise<{ postId: string; externalId: string }[]> {
  const { rows } = await sql<{ postId: string; externalId: string }>`
    select c.post_id as "postId", p.external_id as "externalId" from post_check c join post p on p.id = c.post_id
    where c.source_id = ${sourceId} and c.checked_at < clock_timestamp() - make_interval(hours => ${afterHours})
      and p.erased_at is null and p.removed_at is null
    order by c.checked_at limit ${atMost}`.execute(db)
  return rows
}

/** The platform showed these posts just now. */
export async function noteChecked(db: Db, sourceId: string, externalIds: readonly string[]): Promise<void> {
  await sql`update post_check c set checked_at = clock_timestamp() from post p
    where p.id = c.post_id and c.source_id = ${sourceId} and p.external_id = any(${[...externalIds]}::text[])`.execute(
    db,
  )
}
