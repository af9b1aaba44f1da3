import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  databaseNow,
  lastEntryOf,
  lockCase,
  newEntryId,
  noLease,
  saveCase,
  setLease,
} from '@hark/db'
import { assertClaimable, caseNumber, DomainError, epochOf } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { assertHolds, changeCase } from './change-case.ts'
import { assertWorks } from './first-view.ts'

/** The token is the tab: asking again from the same tab prolongs, from another tab it takes over and fences the first. */
export function claimCase(ctx: ApiContext, caller: Caller, id: string, tab: string) {
  const token = tab
  return ctx.db.transaction().execute(async (trx) => {
    const c = await lockCase(trx, id)
    const now = await databaseNow(trx)
    assertClaimable(c.state, c.lease, caller.id, now)
    const held = c.lease?.by === caller.id && c.lease.token === token && epochOf(c.lease.until) > epochOf(now)
    const until = await setLease(trx, id, { by: caller.id, token })
    const what = `You have ${caseNumber(c.number)} until ${until}.`
    const known = held ? await lastEntryOf(trx, id, 'case.claimed') : undefined
    if (known) return { token, until, receipt: await receiptOf(trx, known, what) }
    const entryId = newEntryId()
    await saveCase(trx, id, { last_entry: entryId })
    await appendEntry(
      trx,
      { actor: actorOf(caller), action: 'case.claimed', object: { type: 'case', id }, ref: { tab: token } },
      { id: entryId },
    )
    return { token, until, receipt: await receiptOf(trx, entryId, what) }
  })
}

export function heartbeat(ctx: ApiContext, caller: Caller, id: string, token: string) {
  return ctx.db.transaction().execute(async (trx) => {
    const c = await lockCase(trx, id)
    await assertHolds(trx, c, caller, token)
    return { until: await setLease(trx, id, { by: caller.id, token: token }) }
  })
}

export function releaseCase(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  { token, reason }: { token: string; reason: string },
): Promise<Receipt> {
  return changeCase(ctx, caller, id, async (trx, c, entryId) => {
    await assertHolds(trx, c, caller, token)
    await saveCase(trx, id, { ...noLease, last_entry: entryId })
    const secret = reason.trim() ? { secret: { reason } } : {}
    return { action: 'case.released', ...secret, what: `${caseNumber(c.number)} is back in the queue.` }
  })
}

/** Out of the way, never out of time: the clocks run on. */
export function holdCase(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  { token, reason, until }: { token: string; reason: string; until: string | null },
): Promise<Receipt> {
  return changeCase(ctx, caller, id, async (trx, c, entryId) => {
    if (c.state !== 'open') throw new DomainError('case.not_open', `This case is ${c.state}, not open.`)
    await assertWorks(trx, c, caller, token)
    if (until && epochOf(until) <= epochOf(await databaseNow(trx)))
      throw new DomainError('input.invalid', 'Choose a time that is still to come.')
    const hold = { state: 'held', hold_reason: reason, hold_until: until }
    await saveCase(trx, id, { ...hold, ...noLease, last_entry: entryId })
    return {
      action: 'case.held',
      secret: { reason },
      ...(until ? { ref: { until } } : {}),
      what: `${caseNumber(c.number)} is on hold; its clocks run on.`,
    }
  })
}

export function resumeCase(ctx: ApiContext, caller: Caller, id: string): Promise<Receipt> {
  return changeCase(ctx, caller, id, async (trx, c, entryId) => {
    if (c.state !== 'held') throw new DomainError('case.not_open', 'Only a case on hold is resumed.')
    await saveCase(trx, id, { state: 'open', hold_reason: null, hold_until: null, last_entry: entryId })
    return { action: 'case.resumed', what: `${caseNumber(c.number)} is back in the queue.` }
  })
}
