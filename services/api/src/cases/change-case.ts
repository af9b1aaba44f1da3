import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  databaseNow,
  lockCases,
  type NewEntry,
  newEntryId,
  type Trx,
} from '@hark/db'
import { assertLease, DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'

/** What a change tells: its entry, and one sentence for the person. */
export type Told = Pick<NewEntry, 'action' | 'why' | 'ref' | 'secret'> & { what: string }
type Change = (trx: Trx, c: CaseRow, entryId: string) => Promise<Told>

/** Loads and locks one case, lets `change` decide and save, and writes its entry last: all or nothing. */
export const changeCase = (ctx: ApiContext, caller: Caller, id: string, change: Change): Promise<Receipt> =>
  changeTwo(ctx, caller, [id], (trx, c, entryId) => change(trx, c, entryId))

/** The same for a case and another that changes with it; both locks are taken at once, in one order everywhere. */
export function changeTwo(
  ctx: ApiContext,
  caller: Caller,
  [id, other]: [string, string?],
  change: (trx: Trx, c: CaseRow, entryId: string, other: CaseRow) => Promise<Told>,
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    const cases = await lockCases(trx, other ? [id, other] : [id])
    const [c, second] = [cases.get(id), cases.get(other ?? id)]
    if (!c || !second) throw new DomainError('not_found', 'There is no such case.')
    const entryId = newEntryId()
    const { what, ...entry } = await change(trx, c, entryId, second)
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
  assertLease(lease, token, await databaseNow(trx))
}
