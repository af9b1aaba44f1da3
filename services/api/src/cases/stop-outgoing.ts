import {
  appendEntries,
  approvalOf,
  findResponse,
  lockRepliesOf,
  type NewEntry,
  newEntryId,
  type ResponseRow,
  revokeSignature,
  saveResponse,
  stopHandoffs,
  type Trx,
  withdrawResponse,
} from '@hark/db'
import { statementHash } from '@hark/ledger'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'

export type Stopped = { handoff: 'none' | 'withdrawn' | 'superseded'; replies: number; tooLate: number }

/**
 * A case is opened again: its hand-off and its approved reply stop, unless they left. The caller holds the case, which comes before its
 * hand-offs, and those before its replies (migrations/012). Drafts stay: the gate lets none be approved before the case is decided anew.
 */
export async function stopOutgoing(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  caseId: string,
  reason: string,
): Promise<Stopped> {
  const handoff = await stopHandoffsOf(trx, caller, caseId)
  const stopped: Stopped = { handoff, replies: 0, tooLate: 0 }
  for (const id of await lockRepliesOf(trx, caseId)) {
    const answer = await stopReply(trx, ctx, caller, await findResponse(trx, id), reason)
    if (answer === 'stopped') stopped.replies++
    if (answer === 'too_late') stopped.tooLate++
  }
  return stopped
}

async function stopHandoffsOf(trx: Trx, caller: Caller, caseId: string): Promise<Stopped['handoff']> {
  const entries = new Map<string, string>()
  const entryOf = (id: string) => entries.set(id, newEntryId()).get(id) as string
  const told = await stopHandoffs(trx, caseId, entryOf)
  await appendEntries(
    trx,
    told.map(({ id, stopped }) => ({
      id: entries.get(id) as string,
      actor: actorOf(caller),
      action: stopped ? 'handoff.withdrawn' : 'handoff.superseded',
      object: { type: 'handoff', id },
      why: 'case_reopened',
      ref: { case: caseId },
    })),
  )
  const last = told.at(-1)
  return !last ? 'none' : last.stopped ? 'withdrawn' : 'superseded'
}

type Answer = 'stopped' | 'too_late' | 'nothing'

/** Held: withdrawn. On its way, or in a person's hands: its approval is taken back, so that it is not sent again, or not posted any more. */
async function stopReply(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  r: ResponseRow,
  reason: string,
): Promise<Answer> {
  const tell = async (action: NewEntry['action'], more: Record<string, string>) => {
    const id = newEntryId()
    const ref = { version: String(r.version), content_sha256: r.contentSha256, ...more }
    await saveResponse(trx, r.id, id)
    const object = { type: 'response', id: r.id }
    const entry = {
      id,
      actor: actorOf(caller),
      action,
      object,
      why: 'case_reopened',
      ref,
      secret: { reason },
    }
    await appendEntries(trx, [entry], ctx.seal)
  }
  if (r.state === 'held' || r.state === 'expired') {
    await withdrawResponse(trx, r.id, caller.id, reason)
    await tell('response.withdrawn', {})
    return 'stopped'
  }
  if (r.state === 'sent') return 'too_late'
  if (r.state !== 'sending' && r.state !== 'unknown' && r.state !== 'taken') return 'nothing'
  const approval = await approvalOf(trx, r.versionId)
  if (!approval || approval.revoked) return 'too_late'
  const answer = await revokeSignature(trx, approval.id, caller.id, reason)
  await tell('response.revoked', { sig: statementHash(approval.statement), answer })
  return 'too_late'
}
