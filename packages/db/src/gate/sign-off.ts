import type { HandReport } from '@hark/domain'
import { type SignatureStatement, statementBytes } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

export type NewReplySignature = {
  id: string
  versionId: string
  contentSha256: string
  statement: SignatureStatement
  meaning: 'pv_approve' | 'pv_reject'
  reason: string | null
  reauthenticationId: string
  lastEntry: string
}

/** The gate refuses it unless statement, bytes, signer and authentication are of one another (migrations/007-guards.sql). */
export async function insertReplySignature(trx: Trx, s: NewReplySignature): Promise<void> {
  const { signer, at, zone } = s.statement
  await trx
    .insertInto('gate.signature')
    .values({
      id: s.id,
      response_version_id: s.versionId,
      content_hash: Buffer.from(s.contentSha256, 'hex'),
      signer_id: signer.id,
      printed_name: signer.printed_name,
      meaning: s.meaning,
      reason: s.reason,
      signed_at: at,
      zone,
      reauthentication_id: s.reauthenticationId,
      statement: Buffer.from(statementBytes(s.statement)),
      last_entry: s.lastEntry,
    })
    .execute()
}

export type NewOrder = {
  id: string
  versionId: string
  contentSha256: string
  signatureId: string
  /** ISO 8601 UTC: not before, and not from then on. */
  holdUntil: string
  expiresAt: string
  lastEntry: string
}

/** One sending of exactly the bytes that were signed. */
export async function insertOrder(trx: Trx, o: NewOrder): Promise<void> {
  await trx
    .insertInto('gate.publish_order')
    .values({
      id: o.id,
      response_version_id: o.versionId,
      content_hash: Buffer.from(o.contentSha256, 'hex'),
      signature_id: o.signatureId,
      hold_until: o.holdUntil,
      expires_at: o.expiresAt,
      last_entry: o.lastEntry,
    })
    .execute()
}

export type Approval = { id: string; statement: SignatureStatement; revoked: boolean }

/** The approval of one version, or null. */
export async function approvalOf(db: Db, versionId: string): Promise<Approval | null> {
  const { rows } = await sql<{ id: string; statement: Buffer; revoked: boolean }>`
    select s.id, s.statement, x.signature_id is not null as revoked
    from gate.signature s left join gate.signature_revocation x on x.signature_id = s.id
    where s.response_version_id = ${versionId} and s.meaning = 'pv_approve'`.execute(db)
  const row = rows[0]
  return row ? { ...row, statement: JSON.parse(row.statement.toString('utf8')) } : null
}

/** `stopped`, or `too_late:` and the state it had reached: that answer is the fact. */
export async function revokeSignature(trx: Trx, id: string, by: string, reason: string): Promise<string> {
  return answerOf(await sql`select gate.revoke_signature(${id}, ${by}, ${reason}) as answer`.execute(trx))
}

/** `withdrawn`, `already`, or `too_late:` and the state it had reached. */
export async function withdrawResponse(trx: Trx, id: string, by: string, reason: string): Promise<string> {
  return answerOf(await sql`select gate.withdraw_response(${id}, ${by}, ${reason}) as answer`.execute(trx))
}

export type TakenOut = { orderId: string; canonical: Buffer; contentHash: Buffer; at: string }

/** The signed bytes of a reply that a person posts by hand; null where it does not wait for one. The gate throws where a condition fails. */
export async function takeOutReply(trx: Trx, id: string, by: string): Promise<TakenOut | null> {
  const { rows } = await sql<TakenOut>`
    select order_id as "orderId", canonical, content_hash as "contentHash", at from gate.take_out(${id}, ${by})`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** Puts down what a person says became of a reply that was taken out. Throws where the gate refuses, or nobody has. */
export async function reportHand(
  trx: Trx,
  id: string,
  by: string,
  said: HandReport,
): Promise<Pick<TakenOut, 'orderId' | 'contentHash'>> {
  const { posted, address, reason } = { address: null, reason: null, ...said }
  const { rows } = await sql<Pick<TakenOut, 'orderId' | 'contentHash'>>`
    select order_id as "orderId", content_hash as "contentHash" from gate.report_hand(${id}, ${by}, ${posted}, ${address}, ${reason})`.execute(
    trx,
  )
  if (!rows[0]) throw new Error('a report on a reply nobody took out')
  return rows[0]
}

/** `opted_out`, `already`, or `unknown_author`. */
export async function recordOptOut(trx: Trx, postId: string, by: string, reason: string): Promise<string> {
  return answerOf(await sql`select gate.record_opt_out(${postId}, ${by}, ${reason}) as answer`.execute(trx))
}

/** The one answer of an act of the gate. */
export const answerOf = ({ rows }: { rows: unknown[] }): string =>
  (rows[0] as { answer: string | null } | undefined)?.answer ?? ''
