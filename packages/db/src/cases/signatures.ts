import type { SignatureStatement } from '@hark/ledger'
import { statementBytes } from '@hark/ledger'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'

export type NewSignature = {
  id: string
  statement: SignatureStatement
  meaning: 'decision' | 'clock_recompute'
  reauthenticationId: string
  lastEntry: string
}

/** The statement as signed; its seal is set later by the clock, which alone holds that key. */
export async function insertSignature(trx: Trx, s: NewSignature): Promise<void> {
  const { signer, at, zone } = s.statement
  await trx
    .insertInto('signature')
    .values({
      id: s.id,
      signer_id: signer.id,
      printed_name: signer.printed_name,
      meaning: s.meaning,
      signed_at: at,
      zone,
      reauthentication_id: s.reauthenticationId,
      statement: Buffer.from(statementBytes(s.statement)),
      last_entry: s.lastEntry,
    })
    .execute()
}

export type Signed = {
  decisionId: string
  caseId: string
  contentSha256: string
  entryId: string
}

/** Ties decisions to their signature and settles their cases; the table refuses a word without the items. */
export async function markSignedDecisions(
  trx: Trx,
  signatureId: string,
  signed: readonly Signed[],
): Promise<void> {
  const hashes = signed.map((s) => Buffer.from(s.contentSha256, 'hex'))
  const ids = signed.map((s) => s.decisionId)
  const entries = signed.map((s) => s.entryId)
  await sql`insert into signature_item (signature_id, decision_id, content_sha256)
    select ${signatureId}, d, h from unnest(${ids}::uuid[], ${hashes}::bytea[]) as i(d, h)`.execute(trx)
  await sql`update decision d set state = 'signed', last_entry = s.entry
    from unnest(${ids}::uuid[], ${entries}::uuid[]) as s(id, entry) where d.id = s.id`.execute(trx)
  await sql`update pv_case k set state = 'decided', lease_by = null, lease_token = null, lease_until = null, last_entry = s.entry
    from unnest(${signed.map((s) => s.caseId)}::uuid[], ${entries}::uuid[]) as s(id, entry) where k.id = s.id`.execute(
    trx,
  )
}
