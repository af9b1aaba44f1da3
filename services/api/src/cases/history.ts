import type { HistoryItem } from '@hark/contract'
import { findCase, historyOf } from '@hark/db'
import type { ApiContext } from '../context.ts'

/** Everything the ledger says of a case. A reason in a person's own words is shown while it is not erased. */
export async function readHistory(ctx: ApiContext, id: string): Promise<HistoryItem[]> {
  await findCase(ctx.db, id)
  const rows = await historyOf(ctx.db, id)
  return rows.map((r) => ({
    entryId: r.entryId,
    leafIndex: r.leafIndex,
    at: r.at,
    actor: r.actorName ?? r.actorId,
    actorKind: r.actorKind,
    action: r.action,
    why: r.sealedReason ? ctx.openPrivate(r.sealedReason) : r.why,
  }))
}
