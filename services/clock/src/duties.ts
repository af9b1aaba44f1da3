import {
  endLapsedLeases,
  enrolForChecks,
  expediteDeleted,
  expireDeliveries,
  resumeHeld,
  sweepRemovals,
} from '@hark/db'
import type { ClockContext } from './context.ts'
import { escalateOnce } from './deadlines.ts'
import { folderDestination } from './destination.ts'
import { gaugeOnce } from './gauges.ts'
import { handOffOnce } from './handoff.ts'
import { acknowledgePractice } from './practice-safety-database.ts'
import { ROUND, reconcileOnce, relayOnce } from './relay.ts'
import { sampleOnce } from './samples.ts'
import { sequenceOnce } from './sequence.ts'

export type Duty = { name: string; everyMs: number; run: () => Promise<unknown> }

/** Everything that happens because time passed. Each is safe to run at any moment, twice, or late. */
export async function duties(ctx: ClockContext): Promise<Duty[]> {
  return [
    { name: 'relay', everyMs: 100, run: () => relayAll(ctx) },
    { name: 'reconcile', everyMs: 2_000, run: () => reconcileOnce(ctx) },
    { name: 'sequence', everyMs: 250, run: () => sequenceOnce(ctx) },
    { name: 'deadlines', everyMs: 15_000, run: () => escalateOnce(ctx) },
    { name: 'leases', everyMs: 15_000, run: () => endLapsedLeases(ctx.db) },
    { name: 'holds', everyMs: 10_000, run: () => resumeHeld(ctx.db) },
    { name: 'removals', everyMs: 20_000, run: () => sweep(ctx) },
    { name: 'samples', everyMs: 30_000, run: () => sampleOnce(ctx) },
    { name: 'deliveries', everyMs: 3_600_000, run: () => expireDeliveries(ctx.db) },
    { name: 'gauges', everyMs: 10_000, run: () => gaugeOnce(ctx) },
    ...(await handoffDuties(ctx)),
  ]
}

async function handoffDuties(ctx: ClockContext): Promise<Duty[]> {
  const dir = ctx.config.HARK_HANDOFF_DIR
  if (!dir) return []
  const destination = await folderDestination(dir)
  const done = new Set<string>()
  const isPractice = async (id: string) => {
    const row = await ctx.db.selectFrom('handoff').select('practice').where('id', '=', id).executeTakeFirst()
    return row?.practice ?? false
  }
  return [
    { name: 'handoff', everyMs: 2_000, run: () => handOffOnce(ctx, destination) },
    {
      name: 'practice safety database',
      everyMs: 3_000,
      run: () => acknowledgePractice(dir, isPractice, done),
    },
  ]
}

/** Within a minute of the word that a post is gone, whatever of it may go is gone. */
async function sweep({ db }: ClockContext): Promise<void> {
  await enrolForChecks(db)
  await expediteDeleted(db)
  await untilNothing(() => sweepRemovals(db))
}

/** What is stored meanwhile goes with the next round, in fuller jobs. */
async function relayAll(ctx: ClockContext): Promise<void> {
  while ((await relayOnce(ctx)) === ROUND);
}

async function untilNothing(step: () => Promise<number>): Promise<void> {
  while ((await step()) > 0);
}
