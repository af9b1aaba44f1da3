import type { VerifyView } from '@hark/contract'
import { verifyDatabase } from '@hark/db'
import { peekCheckpoint } from '@hark/ledger'
import type { ApiContext } from '../context.ts'

/** Runs the verifier over the whole ledger as it stands: the same program an auditor runs offline. */
export async function verifyNow(ctx: ApiContext): Promise<VerifyView> {
  const checkedAt = ctx.now().toISOString()
  const { HARK_LEDGER_VKEY: vkey } = ctx.config
  const { result, size, note } = await verifyDatabase(ctx.db, { vkey, open: ctx.openPrivate })
  const { status, checks, firstBad } = result
  return {
    status,
    size,
    root: note === null ? null : Buffer.from(peekCheckpoint(note).root).toString('hex'),
    checkedAt,
    checks,
    firstBad: firstBad ? { index: firstBad.index, reason: firstBad.reason } : null,
  }
}
