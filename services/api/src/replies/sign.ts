import type { Receipt } from '@hark/contract'
import {
  appendEntries,
  databaseNow,
  insertOrder,
  insertReplySignature,
  lockResponse,
  type NewEntry,
  newEntryId,
  type ResponseRow,
  replyGround,
  saveResponse,
  type Trx,
  uuidv7,
} from '@hark/db'
import { assertMaySignOff, DomainError, holdWindow, type SignOffMeaning } from '@hark/domain'
import { type SignatureStatement, statementHash } from '@hark/ledger'
import { checkShown, reauthenticate, type Shown } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { inSigning } from '../signing/in-signing.ts'
import { statementOf } from '../signing/statement.ts'
import { lintFailed, reviewNow } from './submit.ts'

type Given = Shown & { contentSha256: string; meaning: SignOffMeaning; reason: string }
type Signed = { r: ResponseRow; statement: SignatureStatement; entryId: string }

/**
 * Approval or rejection of exactly the bytes the person read (11.50, 11.70). An approval orders one sending in the same
 * transaction: held first, so that anybody may still withdraw it.
 */
export async function signReply(ctx: ApiContext, caller: Caller, id: string, given: Given): Promise<Receipt> {
  const checked = await checkShown(ctx, caller, given)
  return inSigning(ctx, given.meaning, async (trx) => {
    const r = await lockResponse(trx, id)
    const { zone, told } = await assertSignable(trx, ctx, caller, r, given)
    const by = await reauthenticate(trx, ctx, caller, checked, Buffer.from(r.contentSha256, 'hex'))
    const at = await databaseNow(trx)
    const records = [{ type: 'response', id, version: r.version, content_sha256: r.contentSha256 }]
    const statement = statementOf(by, { records, meaning: given.meaning, at, zone })
    const signatureId = uuidv7()
    const entryId = newEntryId()
    await insertReplySignature(trx, {
      id: signatureId,
      versionId: r.versionId,
      contentSha256: r.contentSha256,
      statement,
      meaning: given.meaning,
      reason: given.reason || null,
      reauthenticationId: by.id,
      lastEntry: entryId,
    })
    const signed = { r, statement, entryId }
    if (given.meaning === 'pv_reject') return noteRejection(trx, ctx, caller, signed, given.reason)
    return orderSending(trx, ctx, caller, { ...signed, told }, signatureId)
  })
}

/** Throws the first thing that stands in the way; gives the zone the signature is dated in, and whether the author will be told. */
async function assertSignable(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  r: ResponseRow,
  given: Given,
): Promise<{ zone: string; told: string }> {
  const ground = await replyGround(trx, r.caseId, r.postId)
  const signer = { state: r.state, authors: r.authors, signer: caller.id }
  const of = { ...signer, dispositionSigned: ground.dispositionSigned, lintBlocked: false }
  assertMaySignOff(of, given.meaning)
  if (given.contentSha256 !== r.contentSha256)
    throw new DomainError('sign.content_changed', 'This is not the text you were shown. Look again.')
  if (given.meaning === 'pv_reject') {
    if (given.reason.trim() === '')
      throw new DomainError('input.invalid', 'Say why it is rejected, so that its author can mend it.')
    return { zone: ground.zone, told: '' }
  }
  const { lint, told } = await reviewNow(trx, ctx, r)
  if (lint.blocked) throw lintFailed(lint)
  return { zone: ground.zone, told }
}

async function noteRejection(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  s: Signed,
  reason: string,
): Promise<Receipt> {
  await saveResponse(trx, s.r.id, s.entryId)
  await appendEntries(
    trx,
    [{ ...entryOf(caller, s), action: 'response.rejected', secret: { reason } }],
    ctx.seal,
  )
  return receiptOf(trx, s.entryId, `You rejected version ${s.r.version}.`)
}

async function orderSending(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  s: Signed & { told: string },
  signatureId: string,
): Promise<Receipt> {
  const { holdUntil, expiresAt } = holdWindow(s.statement.at, ctx.config.HARK_HOLD_SECONDS / 60)
  const [orderId, held] = [uuidv7(), newEntryId()]
  const { versionId, contentSha256 } = s.r
  await insertOrder(trx, {
    id: orderId,
    versionId,
    contentSha256,
    signatureId,
    holdUntil,
    expiresAt,
    lastEntry: held,
  })
  await saveResponse(trx, s.r.id, held)
  const signed = entryOf(caller, s)
  const window = { order: orderId, hold_until: holdUntil, expires_at: expiresAt }
  await appendEntries(trx, [
    { ...signed, action: 'response.signed' },
    { ...signed, id: held, action: 'response.held', ref: { ...signed.ref, ...window } },
  ])
  const what = `You approved version ${s.r.version}; it is held, and can be withdrawn, before it leaves.${s.told}`
  return receiptOf(trx, s.entryId, what)
}

const entryOf = (caller: Caller, { r, statement, entryId }: Signed) =>
  ({
    id: entryId,
    actor: actorOf(caller),
    object: { type: 'response', id: r.id },
    ref: {
      version: String(r.version),
      content_sha256: r.contentSha256,
      author: r.authorId,
      sig: statementHash(statement),
    },
  }) satisfies Omit<NewEntry, 'action'>
