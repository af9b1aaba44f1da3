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
    recorded += await ctx.db.transaction().execute(async (trx) => {
      const added = await trx
        .insertInto('escalation')
        .values(reached.map((percent) => ({ clock_id: clock.id, percent })))
        .onConflict((c) => c.doNothing())
        .returning('percent')
        .execute()
      if (added.length === 0) return 0 // another clock was first, and its entry says so
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
      return added.length
    })
  }
  return recorded
}
