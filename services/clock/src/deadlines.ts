import { appendEntry, dueEscalations, newEntryId } from '@hark/db'
import { escalationsReached } from '@hark/domain'
import type { ClockContext } from './context.ts'

/** Records each share of a clock that has passed, once. Weekends included: time does not stop for them. */
export async function escalateOnce(ctx: ClockContext): Promise<number> {
  const clocks = await dueEscalations(ctx.db)
  const now = ctx.now().toISOString()
  let recorded = 0
  for (const clock of clocks) {
    const reached = escalationsReached(clock, now).filter((p) => !clock.recorded.includes(p))
    if (reached.length === 0) continue
    recorded += reached.length
    await ctx.db.transaction().execute(async (trx) => {
      await trx
        .insertInto('escalation')
        .values(reached.map((percent) => ({ clock_id: clock.id, percent })))
        .onConflict((c) => c.doNothing())
        .execute()
      await appendEntry(
        trx,
        {
          actor: { id: 'clock', kind: 'service' },
          action: 'case.escalated',
          object: { type: 'case', id: clock.caseId },
          ref: { clock: clock.kind, percent: String(Math.max(...reached)), due: clock.dueAt },
        },
        { id: newEntryId() },
      )
    })
  }
  return recorded
}
