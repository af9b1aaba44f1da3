import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  type ClockRow,
  clocksOf,
  databaseNow,
  lockCase,
  type NewEntry,
  saveCase,
  setClocks,
} from '@hark/db'
import { type Clock, type ClockKind, caseNumber, clockOf, DomainError, epochOf } from '@hark/domain'
import { canonicalBytes } from '@hark/ledger'
import { checkShown, type Shown } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { inSigning } from '../signing/in-signing.ts'
import { signClocks } from './sign-clocks.ts'

type Given = Shown & { kind: ClockKind; anchorAt: string; reason: string }

/** A clock from another instant, signed over old end, new end and reason: earlier as well as later. */
export async function recomputeClock(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  given: Given,
): Promise<Receipt> {
  const checked = await checkShown(ctx, caller, given)
  return inSigning(ctx, 'clock_recompute', async (trx) => {
    const c = await lockCase(trx, id)
    const at = await databaseNow(trx)
    const before = (await clocksOf(trx, id)).find((clock) => clock.kind === given.kind)
    const after = decideClock(before, c.zone, given, at)
    const bytes = clockBytes(c, before as ClockRow, after, given.reason)
    const { signatureId, entryId, ref } = await signClocks(trx, { ctx, caller, checked }, { c, bytes, at })
    await setClocks(trx, [{ ...after, caseId: id, reason: given.reason, signatureId }])
    await saveCase(trx, id, { last_entry: entryId })
    await appendEntry(trx, entryOf(caller, id, before as ClockRow, after, given.reason, ref), {
      id: entryId,
      seal: ctx.seal,
    })
    return receiptOf(trx, entryId, `Day 0 of ${caseNumber(c.number)} is ${after.day0}; due ${after.dueAt}.`)
  })
}

function entryOf(
  caller: Caller,
  id: string,
  before: ClockRow,
  after: Clock,
  reason: string,
  signed: Record<string, string>,
): NewEntry {
  const moved = { kind: after.kind, day0: after.day0, due: after.dueAt, was_due: before.dueAt }
  return {
    actor: actorOf(caller),
    action: 'case.clock_set',
    object: { type: 'case', id },
    ref: { ...moved, ...signed },
    secret: { reason },
  }
}

function decideClock(before: ClockRow | undefined, zone: string, given: Given, now: string): Clock {
  if (before?.state !== 'running') throw new DomainError('case.not_open', 'This clock no longer runs.')
  if (epochOf(given.anchorAt) > epochOf(now))
    throw new DomainError('clock.instant_invalid', 'Awareness cannot lie in the future.')
  return clockOf(given.kind, 'set by a PV lead (signed)', new Date(given.anchorAt).toISOString(), zone)
}

/** What is signed: all of it stays readable in the two clock rows, so the hash can be made again. */
function clockBytes(c: CaseRow, before: ClockRow, after: Clock, reason: string): Buffer {
  return canonicalBytes({
    v: 1,
    type: 'clock_recompute',
    case: { id: c.id, number: caseNumber(c.number), version: c.version },
    kind: after.kind,
    was: { anchor_at: before.anchorAt, day0: before.day0, due_at: before.dueAt },
    now: { anchor_at: after.anchorAt, day0: after.day0, due_at: after.dueAt, zone: after.zone },
    reason,
  })
}
