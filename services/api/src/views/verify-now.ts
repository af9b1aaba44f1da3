import type { VerifyView } from '@hark/contract'
import {
  firstAltered,
  newestCheckpoint,
  readCheckpoints,
  readLeafHashes,
  readLeaves,
  readOpenings,
  readSignatures,
} from '@hark/db'
import { peekCheckpoint, verifyLog, withShownColumns } from '@hark/ledger'
import type { ApiContext } from '../context.ts'

/** Runs the verifier over the whole ledger as it stands: the same program an auditor runs offline. */
export async function verifyNow(ctx: ApiContext): Promise<VerifyView> {
  const checkedAt = ctx.now().toISOString()
  const head = await newestCheckpoint(ctx.db)
  if (!head)
    return {
      status: 'incomplete',
      size: 0,
      root: null,
      checkedAt,
      checks: [{ name: 'checkpoint', outcome: 'skipped', detail: 'nothing is published yet' }],
      firstBad: null,
    }
  const log = await verifyLog({
    vkey: [ctx.config.HARK_LEDGER_VKEY],
    checkpoint: head.note,
    earlierCheckpoints: (await readCheckpoints(ctx.db)).slice(0, -1),
    entries: readLeaves(ctx.db, 0, head.size),
    leafHashes: readLeafHashes(ctx.db, 0, head.size),
    signatures: each(await readSignatures(ctx.db, head.size)),
    openings: readOpenings(ctx.db, head.size, ctx.openPrivate),
  })
  const result = log.status === 'invalid' ? log : withShownColumns(log, await firstAltered(ctx.db, head.size))
  return {
    status: result.status,
    size: head.size,
    root: Buffer.from(peekCheckpoint(head.note).root).toString('hex'),
    checkedAt,
    checks: result.checks,
    firstBad: result.firstBad ? { index: result.firstBad.index, reason: result.firstBad.reason } : null,
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
