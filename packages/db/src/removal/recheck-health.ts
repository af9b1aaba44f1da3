import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Held posts of this source were asked after, or none was due. */
export async function noteRecheckDone(db: Db, sourceId: string, dueHours: number): Promise<void> {
  await sql`insert into source_recheck (source_id, due_hours, ok_at) values (${sourceId}, ${dueHours}, clock_timestamp())
    on conflict (source_id) do update set due_hours = excluded.due_hours, ok_at = excluded.ok_at, failing_since = null, failures = 0, reason = null`.execute(
    db,
  )
}

/** They could not be: `reason` is a code. Since when is kept across restarts. */
export async function noteRecheckFailed(
  db: Db,
  sourceId: string,
  dueHours: number,
  reason: string,
): Promise<void> {
  await sql`insert into source_recheck as r (source_id, due_hours, failing_since, failures, reason)
    values (${sourceId}, ${dueHours}, clock_timestamp(), 1, ${reason})
    on conflict (source_id) do update set due_hours = excluded.due_hours, failures = r.failures + 1, reason = excluded.reason,
      failing_since = coalesce(r.failing_since, excluded.failing_since)`.execute(db)
}

export type RecheckHealth = { platform: string; failingSeconds: number; overdue: number }

/** Each platform that is asked after: for how long the worst of its sources fails, and how many posts are past their time. */
export async function recheckHealth(db: Db): Promise<RecheckHealth[]> {
  const { rows } = await sql<RecheckHealth>`
    select s.platform, coalesce(max(extract(epoch from clock_timestamp() - r.failing_since)), 0)::float8 as "failingSeconds",
      sum(o.n)::int as overdue
    from source_recheck r join source s on s.id = r.source_id
    cross join lateral (select count(*) as n from post_check c join post p on p.id = c.post_id where c.source_id = r.source_id
      and c.checked_at < clock_timestamp() - make_interval(hours => r.due_hours) and p.erased_at is null and p.removed_at is null) o
    group by s.platform`.execute(db)
  return rows
}
