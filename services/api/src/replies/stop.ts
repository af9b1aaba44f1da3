import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  approvalOf,
  lockResponse,
  newEntryId,
  recordOptOut,
  revokeSignature,
  saveResponse,
  withdrawResponse,
} from '@hark/db'
import { DomainError, nextResponseState } from '@hark/domain'
import { statementHash } from '@hark/ledger'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** Withdraws a reply for good, unless it has left. Anybody who works on replies may; no signature is needed to stop. */
export function withdrawReply(ctx: ApiContext, caller: Caller, id: string, reason: string): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    nextResponseState(r.state, 'withdraw')
    const answer = await withdrawResponse(trx, id, caller.id, reason)
    if (answer !== 'withdrawn')
      throw new DomainError('response.too_late', 'It has left; it can no longer be withdrawn.', { answer })
    const entryId = newEntryId()
    await saveResponse(trx, id, entryId)
    const ref = { version: String(r.version), content_sha256: r.contentSha256 }
    const entry = { actor: actorOf(caller), object: { type: 'response', id }, ref, secret: { reason } }
    await appendEntry(trx, { ...entry, action: 'response.withdrawn' }, { id: entryId, seal: ctx.seal })
    return receiptOf(trx, entryId, 'The reply was withdrawn; nothing was sent.')
  })
}

const left = ['sending', 'unknown', 'sent', 'taken']

/** Takes an approval back. The answer is the fact: `stopped`, or `too_late:` with the state it had reached; both are recorded. */
export function revokeApproval(ctx: ApiContext, caller: Caller, id: string, reason: string) {
  return ctx.db.transaction().execute(async (trx) => {
    const r = await lockResponse(trx, id)
    const approval = await approvalOf(trx, r.versionId)
    if (!approval) throw new DomainError('response.not_signed', 'This version carries no approval.')
    if (approval.revoked)
      throw new DomainError('response.illegal_transition', 'The approval was taken back before.')
    if (!left.includes(r.state)) nextResponseState(r.state, 'revoke')
    const answer = await revokeSignature(trx, approval.id, caller.id, reason)
    const entryId = newEntryId()
    await saveResponse(trx, id, entryId)
    const ref = {
      version: String(r.version),
      content_sha256: r.contentSha256,
      sig: statementHash(approval.statement),
      answer,
    }
    const entry = { actor: actorOf(caller), object: { type: 'response', id }, ref, secret: { reason } }
    await appendEntry(trx, { ...entry, action: 'response.revoked' }, { id: entryId, seal: ctx.seal })
    const what =
      answer === 'stopped' ? 'The approval was taken back; nothing is sent.' : `Too late: it is ${r.state}.`
    return { answer, receipt: await receiptOf(trx, entryId, what) }
  })
}

/** The author of a post asked not to be contacted: nothing is sent to them, not even what is signed (R14). */
export function optOutAuthor(
  ctx: ApiContext,
  caller: Caller,
  given: { postId: string; reason: string },
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const { postId, reason } = given
    const answer = await recordOptOut(trx, postId, caller.id, reason)
    if (answer === 'unknown_author')
      throw new DomainError('not_found', 'There is no such post, or its platform does not tell who wrote it.')
    const entryId = newEntryId()
    const entry = {
      actor: actorOf(caller),
      object: { type: 'post', id: postId },
      ref: { answer },
      secret: { reason },
    }
    await appendEntry(trx, { ...entry, action: 'author.opted_out' }, { id: entryId, seal: ctx.seal })
    return receiptOf(trx, entryId, 'The author will not be contacted.')
  })
}
