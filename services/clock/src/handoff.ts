import { claimHandoff, dueHandoffs, type HandoffToSend, markAcked, markFailed, markSent } from '@hark/db'
import { crashPoint } from '@hark/runtime'
import type { ClockContext } from './context.ts'
import type { Acknowledgement, Destination } from './destination.ts'

/** Delivers what is due and takes in acknowledgements. Needs neither the reply track nor the queue. */
export async function handOffOnce(ctx: ClockContext, destination: Destination): Promise<number> {
  for (const ack of await destination.acknowledgements()) await takeIn(ctx, destination, ack)
  const due = await dueHandoffs(ctx.db)
  for (const handoff of due) await sendOne(ctx, destination, handoff)
  return due.length
}

/** Claimed, delivered, noted. A delivery that throws left nothing behind; one that could not be noted may have left. */
async function sendOne(ctx: ClockContext, destination: Destination, handoff: HandoffToSend): Promise<void> {
  let mayHaveLeft = false
  try {
    if (!(await claimHandoff(ctx.db, handoff.id))) return
    crashPoint('handoff.afterClaim')
    await destination.deliver(handoff)
    mayHaveLeft = true
    crashPoint('handoff.afterSend')
    await markSent(ctx.db, handoff.id)
    crashPoint('handoff.afterOutcome')
  } catch (err) {
    ctx.log.warn({ err, handoff: handoff.id }, 'handoff failed')
    await markFailed(ctx.db, handoff.id, (err as { code?: string }).code ?? 'failed', mayHaveLeft)
  }
}

/** One acknowledgement; one that fits nothing is kept for a person, and one that fails holds up no other. */
async function takeIn(ctx: ClockContext, destination: Destination, ack: Acknowledgement): Promise<void> {
  try {
    const outcome = await markAcked(ctx.db, ack.handoffId, ack.safetyCaseId)
    if (outcome === 'unknown') {
      ctx.log.warn(
        { handoff: ack.handoffId },
        'acknowledgement of no hand-off we know, or under another number',
      )
      return await destination.setAside(ack)
    }
    ctx.log.info({ handoff: ack.handoffId, outcome }, 'handoff acknowledged')
    await destination.forget(ack)
  } catch (err) {
    ctx.log.warn({ err, handoff: ack.handoffId }, 'acknowledgement could not be taken in; it is tried again')
  }
}
