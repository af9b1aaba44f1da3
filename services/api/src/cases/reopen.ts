import type { Receipt } from '@hark/contract'
import { appendEntry, liveDecision, newEntryId, restartClocks, saveCase, voidDecision } from '@hark/db'
import { caseNumber, DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { changeCase } from './change-case.ts'

/** A decided case is open again under a new version: its signature no longer stands for anything, its clocks never stopped counting. */
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
      ref: { decision: decision.id, version: String(c.version + 1) },
      secret: { reason },
      what: `${caseNumber(c.number)} is open again; its decision no longer stands.`,
    }
  })
}
