import type { Receipt } from '@hark/contract'
import {
  addMembers,
  appendEntry,
  type CaseRow,
  clocksOf,
  insertChange,
  lockCases,
  type Member,
  membersOf,
  newEntryId,
  noLease,
  saveCase,
  setClocks,
  stopClocks,
  type Trx,
} from '@hark/db'
import {
  assertClaimable,
  type Clock,
  caseNumber,
  clockKinds,
  DomainError,
  epochOf,
  joinCases,
  laneOf,
  priorityOf,
} from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { assertHolds, changeCase } from './change-case.ts'

/** The same patient and event told twice: one case holds all posts, under the earlier of the two awarenesses. */
export function joinCase(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  given: { token: string; from: string },
): Promise<Receipt> {
  return ctx.db.transaction().execute(async (trx) => {
    // both locks at once, in the order of ids; `changeCase` would take one before the other
    const cases = await lockCases(trx, [id, given.from])
    const into = cases.get(id) ?? missing()
    const from = cases.get(given.from) ?? missing()
    const members = { into: await membersOf(trx, id), from: await membersOf(trx, from.id) }
    joinCases(shapeOf(into, members.into), shapeOf(from, members.from))
    assertSameProduct(into, from)
    await assertHolds(trx, into, caller, given.token)
    assertClaimable(from.state, from.lease, caller.id, await now(trx))
    return fold(trx, ctx, caller, into, from, members)
  })
}

const shapeOf = (c: CaseRow, members: Member[]) => ({
  id: c.id,
  state: c.state,
  patient: c.patient,
  postIds: members.map((m) => m.postId),
})
