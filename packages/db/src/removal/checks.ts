import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/**
 * Takes up posts that are to be looked at again: of sources whose terms set a limit or a re-check, and of `platforms`, which are asked
 * after whatever was acknowledged. Those stored while nobody looked are caught up.
 */
export async function enrolForChecks(db: Db, platforms: readonly string[] = []): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into post_check (post_id, source_id, counted_hour, checked_at)
    select p.id, p.source_id, p.counted_hour, p.received_at
    from source s
    cross join lateral (select coalesce(max(c.counted_hour), '-infinity') - interval '3 hours' as since from post_check c where c.source_id = s.id) e
    join post p on p.source_id = s.id and p.counted_hour >= e.since
    where (s.policy ->> 'retentionDays' is not null or s.policy ->> 'recheckHours' is not null or s.platform = any(${[...platforms]}::text[]))
      and p.erased_at is null and p.reduced_at is null
    on conflict do nothing`.execute(db)
  return Number(numAffectedRows ?? 0n)
}

/** A post to be asked after. `away`: it is hidden because its account was away when last heard of. */
export type DueCheck = { postId: string; externalId: string; away: boolean }

/** Unanswered questions are asked again after this. */
const againAfter = sql.raw(`interval '1 hour'`)

/** Held, or hidden for a cause the platform may lift again; that was told a while ago, for what we ask may know it later than we. */
const stillHeld = sql.raw(`p.erased_at is null and (p.removed_at is null
  or (p.removal_reason in ('suspended', 'deactivated', 'taken_down', 'hidden') and p.removed_at < clock_timestamp() - interval '1 hour'))`)

/**
 * Posts of a source whose check is due: half of them the longest unchecked, so that none waits for ever; then those nobody was asked after
 * since `gapEnd`, the newest first.
 */
export async function dueChecks(
  db: Db,
  sourceId: string,
  afterHours: number,
  atMost: number,
  gapEnd: Date | null = null,
): Promise<DueCheck[]> {
  const checks = (before: ReturnType<typeof sql>, order: 'asc' | 'desc', most: number) => sql`(
    select c.post_id as "postId", p.external_id as "externalId",
      coalesce(p.removal_reason in ('suspended', 'deactivated', 'taken_down'), false) as away
    from post_check c join post p on p.id = c.post_id
    where c.source_id = ${sourceId} and c.checked_at < ${before} and (c.asked_at is null or c.asked_at < clock_timestamp() - ${againAfter})
      and ${stillHeld}
    order by c.checked_at ${sql.raw(order)} limit ${most})`
  const overdue = sql`clock_timestamp() - make_interval(hours => ${afterHours})`
  const { rows } = await (gapEnd === null
    ? sql<DueCheck>`${checks(overdue, 'asc', atMost)}`
    : sql<DueCheck>`${checks(overdue, 'asc', Math.ceil(atMost / 2))} union ${checks(sql`${gapEnd}::timestamptz`, 'desc', Math.floor(atMost / 2))}`
  ).execute(db)
  return rows
}

/** The end of each lane's last gap that is over, filled or lost; one still read back after an hour is not waited for. */
export async function gapEnds(db: Db, sourceId: string): Promise<{ lane: string; end: Date }[]> {
  const { rows } = await sql<{ lane: string; end: Date }>`
    select lane, max(to_at) as end from coverage_gap
    where source_id = ${sourceId} and to_at < clock_timestamp() - case state when 'open' then interval '1 hour' else interval '1 minute' end
    group by lane`.execute(db)
  return rows.map(({ lane, end }) => ({ lane, end: new Date(end) }))
}

/** Whether a gap of this source lasts: what is told meanwhile is not heard, and may be too old to be told again after it. */
export async function hearsNothing(db: Db, sourceId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from coverage_gap where source_id = ${sourceId} and state = 'open' and to_at is null limit 1`.execute(
    db,
  )
  return rows.length > 0
}

/** The platform was asked after these posts just now, and showed, or said what became of, those `answered`. */
export async function noteChecked(
  db: Db,
  sourceId: string,
  answered: readonly string[],
  asked: readonly string[] = answered,
): Promise<void> {
  await sql`update post_check c set asked_at = case when a.answered then null else clock_timestamp() end,
      checked_at = case when a.answered then clock_timestamp() else c.checked_at end
    from post p, lateral (select p.external_id = any(${[...answered]}::text[]) as answered) a
    where p.id = c.post_id and c.source_id = ${sourceId} and p.external_id = any(${[...asked]}::text[])`.execute(
    db,
  )
}
