import type { Receipt } from '@hark/contract'
import { appendEntry, liveDecision, newEntryId, restartClocks, saveCase, voidDecision } from '@hark/db'
import { caseNumber, DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { changeCase } from './change-case.ts'
import { type Stopped, stopOutgoing } from './stop-outgoing.ts'

/**
 * A decided case is open again under a new version: its signature no longer stands for anything, its clocks never stopped counting, and
 * what rested on it and has not left stops with it.
 */
export function reopenCase(ctx: ApiContext, caller: Caller, id: string, reason: string): Promise<Receipt> {
  return changeCase(ctx, caller, id, async (trx, c, entryId) => {
    if (c.state !== 'decided')
      throw new DomainError('case.not_open', `Only a decided case is opened again; this one is ${c.state}.`)
    const decision = await liveDecision(trx, id)
    if (!decision) throw new Error('a decided case without a decision')
    const voided = newEntryId()
    await voidDecision(trx, decision.id, reason, voided)
    await restartClocks(trx, id, 'reopened')
    await saveCase(trx, id, { state: 'open', version: c.version + 1, last_entry: entryId })
    const stopped = await stopOutgoing(trx, ctx, caller, id, reason)
    await appendEntry(
      trx,
      {
        actor: actorOf(caller),
        action: 'decision.voided',
        object: { type: 'decision', id: decision.id },
        why: 'case_reopened',
        ref: { case: id, content_sha256: decision.contentSha256 },
      },
      { id: voided },
    )
    return {
      action: 'case.reopened',
      ref: {
        decision: decision.id,
        version: String(c.version + 1),
        handoff: stopped.handoff,
        replies_stopped: String(stopped.replies),
        replies_too_late: String(stopped.tooLate),
      },
      secret: { reason },
      what: `${caseNumber(c.number)} is open again; its decision no longer stands.${told(stopped)}`,
    }
  })
}

/** What was stopped, and what was not: a person must know which of the two it is. */
function told({ handoff, replies, tooLate }: Stopped): string {
  const said = [
    handoff === 'withdrawn' && 'Its hand-off was stopped before it left.',
    handoff === 'superseded' && 'Its hand-off has left; your next decision follows it up.',
    replies > 0 && 'Its approved reply was withdrawn.',
    tooLate > 0 && 'A reply has left already, or may have: look at it.',
  ]
  return said.map((s) => (s ? ` ${s}` : '')).join('')
}
