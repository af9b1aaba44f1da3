import { type CaseRow, insertSignature, newEntryId, type Trx, uuidv7 } from '@hark/db'
import { sha256Hex, statementHash } from '@hark/ledger'
import { type Checked, reauthenticate } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { statementOf } from '../signing/statement.ts'

/** Who signs, with the components they showed. */
type By = { ctx: ApiContext; caller: Caller; checked: Checked }
/** The bytes signed over, at the database's instant. */
type What = { c: CaseRow; bytes: Buffer; at: string }

/**
 * The signature under a change of a case's clocks, and the id of the entry that is to tell it: the entry is appended last, by whoever
 * changes the clocks, with `ref` in it. Throws `sign.*` or `auth.*`.
 */
export async function signClocks(trx: Trx, { ctx, caller, checked }: By, { c, bytes, at }: What) {
  const meaning = 'clock_recompute'
  const content = sha256Hex(bytes)
  const by = await reauthenticate(trx, ctx, caller, checked, Buffer.from(content, 'hex'))
  const records = [{ type: 'case', id: c.id, version: c.version, content_sha256: content }]
  const statement = statementOf(by, { records, meaning, at, zone: c.zone })
  const [signatureId, entryId] = [uuidv7(), newEntryId()]
  await insertSignature(trx, {
    id: signatureId,
    statement,
    meaning,
    reauthenticationId: by.id,
    lastEntry: entryId,
  })
  const ref = { content_sha256: content, sig: statementHash(statement), signature: signatureId }
  return { signatureId, entryId, ref }
}
