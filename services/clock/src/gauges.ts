import {
  databaseNow,
  heardOfPlatforms,
  ledgerState,
  openHandoffs,
  recheckHealth,
  runningClocks,
  sendingState,
  stageBacklog,
  undispatched,
  waitingInLanes,
} from '@hark/db'
import type { ClockContext } from './context.ts'

type Ctx = Pick<ClockContext, 'db' | 'metrics' | 'now'>

/** What stands in the database now, as metrics: whichever process is started again, they are right within seconds. */
export async function gaugeOnce(ctx: Ctx): Promise<void> {
  await gaugeStages(ctx)
  await gaugeReview(ctx)
  await gaugeClocks(ctx)
  await gaugePlatforms(ctx)
  await gaugeLedger(ctx)
  await gaugeOutgoing(ctx)
  await gaugeSkew(ctx)
}

async function gaugeStages({ db, metrics }: Ctx): Promise<void> {
  const backlog = await stageBacklog(db)
  metrics.set('hark_stage_pending', backlog.pending + backlog.running, { stage: 'classify' })
  metrics.set('hark_stage_oldest_pending_seconds', backlog.oldestSeconds, { stage: 'classify' })
  metrics.set('hark_quarantine_open', backlog.quarantined, { stage: 'classify' })
  metrics.set('hark_outbox_undispatched', await undispatched(db))
}

async function gaugeReview({ db, metrics }: Ctx): Promise<void> {
  for (const { lane, posts, waiting, oldestSeconds } of await waitingInLanes(db)) {
    metrics.set('hark_cases_waiting', waiting, { lane, posts })
    metrics.set('hark_review_oldest_seconds', oldestSeconds, { lane, posts })
  }
}

async function gaugeClocks({ db, metrics }: Ctx): Promise<void> {
  const kinds = await runningClocks(db)
  metrics.reset('hark_case_clock_remaining_seconds') // where no clock runs any more, none is late
  for (const { clock, posts, onTime, atRisk, late, remainingSeconds } of kinds) {
    metrics.set('hark_case_clocks_open', onTime, { clock, state: 'on_time', posts })
    metrics.set('hark_case_clocks_open', atRisk, { clock, state: 'at_risk', posts })
    metrics.set('hark_case_clocks_open', late, { clock, state: 'late', posts })
    if (remainingSeconds !== null)
      metrics.set('hark_case_clock_remaining_seconds', remainingSeconds, { clock, posts })
  }
}

async function gaugePlatforms({ db, metrics }: Ctx): Promise<void> {
  const platforms = await heardOfPlatforms(db)
  metrics.reset('hark_source_last_success_timestamp_seconds') // a source that was paused is not silent
  for (const { platform, gaps, lastSuccess } of platforms) {
    metrics.set('hark_coverage_gap_open', gaps, { platform })
    if (lastSuccess !== null)
      metrics.set('hark_source_last_success_timestamp_seconds', lastSuccess, { platform })
  }
  for (const { platform, failingSeconds, overdue } of await recheckHealth(db)) {
    metrics.set('hark_recheck_failing_seconds', failingSeconds, { platform })
    metrics.set('hark_recheck_overdue_posts', overdue, { platform })
  }
}

async function gaugeLedger({ db, metrics }: Ctx): Promise<void> {
  const { stagedOldestSeconds, size, checkpointAgeSeconds } = await ledgerState(db)
  metrics.set('hark_audit_staged_oldest_seconds', stagedOldestSeconds)
  metrics.set('hark_audit_tree_size', size)
  if (checkpointAgeSeconds !== null) metrics.set('hark_audit_checkpoint_age_seconds', checkpointAgeSeconds)
}

async function gaugeOutgoing({ db, metrics }: Ctx): Promise<void> {
  for (const { state, posts, count } of await openHandoffs(db))
    metrics.set('hark_handoffs_open', count, { state, posts })
  const { stopped, unknown } = await sendingState(db)
  metrics.set('hark_kill_switch_engaged', stopped ? 1 : 0)
  metrics.set('hark_publish_unknown_open', unknown)
}

/** The question's own time lies half before the answer, half after. */
async function gaugeSkew({ db, metrics, now }: Ctx): Promise<void> {
  const before = now().getTime()
  const there = Date.parse(await databaseNow(db))
  metrics.set('hark_clock_skew_seconds', ((before + now().getTime()) / 2 - there) / 1000)
}
