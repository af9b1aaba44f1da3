import { dueHandoffs, markAcked, markFailed, markSent } from '@hark/db'
import { crashPoint } from '@hark/runtime'
import type { ClockContext } from './context.ts'
import type { Destination } from './destination.ts'

/** Delivers what is due and takes in acknowledgements. Needs neither the reply track nor the queue. */
export async function handOffOnce(ctx: ClockContext, destination: Destination): Promise<number> {
  for (const ack of await destination.acknowledgements()) {
    if (await markAcked(ctx.db, ack.handoffId, ack.safetyCaseId))
      ctx.log.info({ handoff: ack.handoffId }, 'handoff acknowledged')
    await destination.forget(ack)
  }
  const due = await dueHandoffs(ctx.db)
  for (const handoff of due) {
    crashPoint('handoff.afterClaim')
    try {
      await destination.deliver(handoff)
      crashPoint('handoff.afterSend')
      await markSent(ctx.db, handoff.id)
      crashPoint('handoff.afterOutcome')
    } catch (err) {
      ctx.log.warn({ err, handoff: handoff.id }, 'handoff failed')
      await markFailed(ctx.db, handoff.id, (err as { code?: string }).code ?? 'failed')
    }
  }
  return due.length
}
