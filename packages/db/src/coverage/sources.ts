import type { Pushes, Rechecks } from '@hark/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { type Actor, appendEntry, newEntryId, type SealValue } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { type GapRow, readGaps } from './gaps.ts'

export type SourceHealth = {
  id: string
  name: string
  platform: string
  programme: { id: string; name: string }
  practice: boolean
  state: 'draft' | 'running' | 'paused' | 'ended'
  acknowledgedBy: string | null
  acknowledgedAt: string | null
  lastSuccessAt: string | null
  lastError: string | null
  policy: Record<string, unknown>
  today: { offered: number; unmatched: number; duplicate: number; stored: number; rejected: number }
  openGaps: number
  config: Record<string, unknown>
  /** Null where nothing was ever pushed. */
  pushes: Omit<Pushes, 'only'> | null
  /** Null where nothing is asked after. */
  rechecks: Rechecks | null
}

/** Inside JSON an instant is text already: as the driver would write it. */
const utc = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** Every source with its health, the policy it was acknowledged under, and what it brought since midnight UTC. */
export async function listSources(db: Db): Promise<SourceHealth[]> {
  const { rows } = await sql<Omit<SourceHealth, 'programme' | 'today'> & Record<string, string | number>>`
    select s.id, s.name, s.platform, g.id as "programmeId", g.name as "programmeName", g.kind = 'practice' as practice, s.state,
      s.acknowledged_by as "acknowledgedBy", s.acknowledged_at as "acknowledgedAt", s.last_success_at as "lastSuccessAt", s.last_error as "lastError", s.policy,
      coalesce(t.offered, 0) as offered, coalesce(t.unmatched, 0) as unmatched, coalesce(t.duplicate, 0) as duplicate, coalesce(t.stored, 0) as stored, coalesce(t.rejected, 0) as rejected,
      (select count(*) from coverage_gap x where x.source_id = s.id and x.state = 'open') as "openGaps", s.config,
      (select json_build_object('goodAt', ${utc(sql`h.good_at`)}, 'refused', h.refused, 'refusedSince', ${utc(sql`h.refused_since`)}, 'longestPauses',
          coalesce((select json_agg(d.longest_s) from source_push_day d where d.source_id = s.id and d.day > current_date - 28), '[]'))
        from source_push h where h.source_id = s.id) as pushes,
      (select json_build_object('dueHours', r.due_hours, 'failingSince', ${utc(sql`r.failing_since`)}, 'failures', r.failures, 'reason', r.reason,
          'overdue', o.n, 'overdueSince', ${utc(sql`o.since`)})
        from source_recheck r cross join lateral (
          select count(*) as n, min(c.checked_at) + make_interval(hours => r.due_hours) as since from post_check c join post p on p.id = c.post_id
          where c.source_id = s.id and c.checked_at < clock_timestamp() - make_interval(hours => r.due_hours)
            and p.erased_at is null and p.removed_at is null) o
        where r.source_id = s.id and exists (select from post_check c where c.source_id = s.id)) as rechecks
    from source s join programme g on g.id = s.programme_id
    left join lateral (select sum(offered)::bigint as offered, sum(unmatched)::bigint as unmatched, sum(duplicate)::bigint as duplicate, sum(stored)::bigint as stored, sum(rejected)::bigint as rejected
      from source_count c where c.source_id = s.id and c.hour >= date_trunc('day', now() at time zone 'UTC') at time zone 'UTC') t on true
    order by g.kind desc, s.created_at`.execute(db)
  return rows.map((r) => {
    const { programmeId, programmeName, offered, unmatched, duplicate, stored, rejected, ...rest } = r
    return {
      ...rest,
      programme: { id: programmeId, name: programmeName },
      today: { offered, unmatched, duplicate, stored, rejected },
    } as unknown as SourceHealth
  })
}

export type CountRow = {
  sourceId: string
  source: string
  hour: string
  offered: number
  unmatched: number
  duplicate: number
  stored: number
  rejected: number
  difference: number
}
/** Counts an hour at a time, newest first, and the gaps of the same stretch. */
export async function readCoverage(
  db: Db,
  q: { hours: number; source?: string | undefined },
): Promise<{ rows: CountRow[]; gaps: GapRow[] }> {
  const only = q.source ? sql`and s.id = ${q.source}` : sql``
  const counts = await sql<CountRow>`
    select s.id as "sourceId", s.name as source, c.hour, c.offered, c.unmatched, c.duplicate, c.stored, c.rejected,
      c.offered - c.unmatched - c.duplicate - c.stored - c.rejected as difference
    from source_count c join source s on s.id = c.source_id
    where c.hour > now() - make_interval(hours => ${q.hours}) ${only} order by c.hour desc, s.name`.execute(
    db,
  )
  const gaps = await readGaps(
    db,
    sql`(x.state = 'open' or x.from_at > now() - make_interval(hours => ${q.hours})) ${only}`,
  )
  return { rows: counts.rows, gaps }
}

const PAUSED = 'paused by a person'

/** Sets a source that is in one of these states to another; the entry to append, or null where it was in none of them. */
async function changeState(
  trx: Trx,
  id: string,
  from: ('draft' | 'running' | 'paused')[],
  state: 'running' | 'paused' | 'ended',
): Promise<string | null> {
  const entry = newEntryId()
  const changed = await trx
    .updateTable('source')
    .set({ state, last_entry: entry })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return changed.numUpdatedRows === 1n ? entry : null
}

/** Pausing is a gap by decision: it is opened here and shown like any other. False when the source was not running. */
export async function pauseSource(
  trx: Trx,
  id: string,
  actor: Actor,
  reason: string,
  seal: SealValue,
): Promise<string | null> {
  const entry = await changeState(trx, id, ['running'], 'paused')
  if (!entry) return null
  await trx
    .insertInto('coverage_gap')
    .values({
      id: uuidv7(),
      source_id: id,
      from_at: sql<string>`clock_timestamp()`,
      reason: PAUSED,
      state: 'open',
    })
    .execute()
  return appendEntry(
    trx,
    { actor, action: 'source.paused', object: { type: 'source', id }, why: 'paused', secret: { reason } },
    { id: entry, seal },
  )
}

/** Reads on from the cursor: what the platform still holds is filled in, so the pause's gap ends as filled or is found lost by the reader. */
export async function resumeSource(trx: Trx, id: string, actor: Actor): Promise<string | null> {
  const entry = await changeState(trx, id, ['paused'], 'running')
  if (!entry) return null
  await endPause(trx, id)
  return appendEntry(
    trx,
    { actor, action: 'source.paused', object: { type: 'source', id }, why: 'resumed' },
    { id: entry },
  )
}

/**
 * Listens no more. What was still to be read back is lost, and shown so; what was stored stays under its terms. Only acknowledging the
 * terms anew lets it listen again. Null where it had ended before.
 */
export async function endListening(
  trx: Trx,
  id: string,
  actor: Actor,
  reason: string,
  seal: SealValue,
): Promise<string | null> {
  const entry = await changeState(trx, id, ['draft', 'running', 'paused'], 'ended')
  if (!entry) return null
  await sql`update coverage_gap set state = 'lost', closed_at = clock_timestamp(), to_at = coalesce(to_at, clock_timestamp())
    where source_id = ${id} and state = 'open'`.execute(trx)
  return appendEntry(
    trx,
    { actor, action: 'source.paused', object: { type: 'source', id }, why: 'ended', secret: { reason } },
    { id: entry, seal },
  )
}

/** Whichever act sets a paused source running ends the gap of its pause. */
export async function endPause(trx: Trx, sourceId: string): Promise<void> {
  await sql`update coverage_gap set state = 'filled', closed_at = clock_timestamp(), to_at = clock_timestamp()
    where source_id = ${sourceId} and state = 'open' and reason = ${PAUSED}`.execute(trx)
}
