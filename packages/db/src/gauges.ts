import { sql } from 'kysely'
import type { Db } from './connect.ts'

const lanes = ['crisis', 'priority', 'standard', 'sample'] as const
const clocks = ['forward_24h', 'serious_15d', 'non_serious_90d'] as const
const handoffStates = ['pending', 'sent', 'failed'] as const

/** Practice and real are never counted together: an alarm is about real people. */
type Posts = { posts: 'real' | 'practice' }
const bothPosts = sql`(values ('real', false), ('practice', true)) as p (posts, practice)`

export type WaitingInLane = Posts & { lane: string; waiting: number; oldestSeconds: number }

/** Open cases of each lane, empty ones too, and how long the oldest waits since it was flagged or drawn. */
export async function waitingInLanes(db: Db): Promise<WaitingInLane[]> {
  const { rows } = await sql<WaitingInLane>`
    select l as lane, p.posts, count(k.id) as waiting,
      coalesce(extract(epoch from clock_timestamp() - min(coalesce(k.flagged_at, k.opened_at))), 0)::float8 as "oldestSeconds"
    from unnest(${lanes}::text[]) l cross join ${bothPosts}
    left join pv_case k on k.lane = l and k.state = 'open' and k.practice = p.practice group by l, p.posts`.execute(
    db,
  )
  return rows
}

export type RunningClocks = Posts & {
  clock: string
  onTime: number
  atRisk: number
  late: number
  /** Of the one that ends first, below 0 when it is late; null where none runs. */
  remainingSeconds: number | null
}

/** Running clocks of each kind: late past their end, at risk from three quarters of their time on, else on time. */
export async function runningClocks(db: Db): Promise<RunningClocks[]> {
  const { rows } = await sql<RunningClocks>`
    with running as (
      select c.kind, k.practice, c.due_at, clock_timestamp() > c.due_at as late,
        clock_timestamp() >= c.anchor_at + 0.75 * (c.due_at - c.anchor_at) as risky
      from case_clock c join pv_case k on k.id = c.case_id
      where c.superseded_at is null and c.met_at is null and c.stopped_at is null)
    select k as clock, p.posts, count(*) filter (where not r.risky) as "onTime", count(*) filter (where r.risky and not r.late) as "atRisk",
      count(*) filter (where r.late) as late, extract(epoch from min(r.due_at) - clock_timestamp())::float8 as "remainingSeconds"
    from unnest(${clocks}::text[]) k cross join ${bothPosts}
    left join running r on r.kind = k and r.practice = p.practice group by k, p.posts`.execute(db)
  return rows
}

/** Hand-offs on their way (`pending`), without an acknowledgement yet (`sent`), or given up for a person to look (`failed`). */
export async function openHandoffs(db: Db): Promise<(Posts & { state: string; count: number })[]> {
  const { rows } = await sql<Posts & { state: string; count: number }>`
    select s as state, p.posts, count(h.id) as count from unnest(${handoffStates}::text[]) s cross join ${bothPosts}
    left join handoff h on h.state = s and h.practice = p.practice group by s, p.posts`.execute(db)
  return rows
}

export type HeardOf = { platform: string; gaps: number; lastSuccess: number | null }

/** Each platform with a source: its open gaps, and when (seconds since 1970) its running source that is silent longest last answered; 0 for never. */
export async function heardOfPlatforms(db: Db): Promise<HeardOf[]> {
  const { rows } = await sql<HeardOf>`
    select s.platform, coalesce(sum(g.n), 0)::int as gaps,
      min(coalesce(extract(epoch from s.last_success_at), 0)) filter (where s.state = 'running')::float8 as "lastSuccess"
    from source s left join (select source_id, count(*) as n from coverage_gap where state = 'open' group by source_id) g on g.source_id = s.id
    group by s.platform`.execute(db)
  return rows
}

export type LedgerState = { stagedOldestSeconds: number; size: number; checkpointAgeSeconds: number | null }

/** How far the ledger is; no age before the first checkpoint. */
export async function ledgerState(db: Db): Promise<LedgerState> {
  const { rows } = await sql<LedgerState>`
    select coalesce((select extract(epoch from clock_timestamp() - min(at)) from ledger_entry where leaf_index is null), 0)::float8 as "stagedOldestSeconds",
      coalesce((select size from ledger_tree), 0) as size,
      (select extract(epoch from clock_timestamp() - at) from ledger_checkpoint order by size desc limit 1)::float8 as "checkpointAgeSeconds"`.execute(
    db,
  )
  return rows[0] as LedgerState
}

/** Whether any kill switch is engaged, and how many sendings have an outcome nobody knows. */
export async function sendingState(db: Db): Promise<{ stopped: boolean; unknown: number }> {
  const { rows } = await sql<{ stopped: boolean; unknown: number }>`
    select coalesce((select bool_or(engaged) from gate.kill_switch), false) as stopped,
      (select count(*) from gate.publish_attempt where outcome = 'unknown') as unknown`.execute(db)
  return rows[0] as { stopped: boolean; unknown: number }
}
