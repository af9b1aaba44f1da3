import type { Receipt } from '@hark/contract'
import { appendEntry, type CaseRow, databaseNow, lockCase, type NewEntry, newEntryId, type Trx } from '@hark/db'
import { assertLease } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** What a change tells: its entry, and one sentence for the person. */
export type Told = Pick<NewEntry, 'action' | 'why' | 'ref' | 'secret'> & { what: string }

/** Loads and locks one case, lets `change` decide and save, and writes its entry last: all or nothing. */
export function changeCase(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  change: (trx: Trx, c: CaseRow, entryId: string) => Promise<Told>,
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const c = await lockCase(trx, id)
    const entryId = newEntryId()
    const { what, ...entry } = await change(trx, c, entryId)
    await appendEntry(
      trx,
      { actor: actorOf(caller), object: { type: 'case', id }, ...entry },
      { id: entryId, seal: ctx.seal },
    )
    return receiptOf(trx, entryId, what)
  })
}

/** Throws `case.lease_lost` unless this very tab of this very person holds the case now. */
export async function assertHolds(trx: Trx, c: CaseRow, caller: Caller, token: string): Promise<void> {
  const lease = c.lease?.by === caller.id ? c.lease : null
  assertLease(lease, token.toLowerCase(), await databaseNow(trx))
}
