import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  type ClockRow,
  clocksOf,
  databaseNow,
  lockCase,
  saveCase,
  setClocks,
} from '@hark/db'
import { type Clock, caseNumber, DomainError, dayZero, epochOf, openClocks } from '@hark/domain'
import { canonicalBytes } from '@hark/ledger'
import { checkShown, type Shown } from '../auth/reauthenticate.ts'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf, receiptOf } from '../receipt.ts'
import { inSigning } from '../signing/in-signing.ts'
import { signClocks } from './sign-clocks.ts'

type Given = Shown & { at: string; zone: string; reason: string }

/**
 * When the vendor became aware, recorded once and signed. Awareness of any entity is awareness (R-02, field-guide §3.5): running clocks that
 * it makes end earlier are set anew from it, dated in the vendor's zone; none moves later.
 */
export async function recordVendorAwareness(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  given: Given,
): Promise<Receipt> {
  const checked = await checkShown(ctx, caller, given)
  return inSigning(ctx, 'clock_recompute', async (trx) => {
    const c = await lockCase(trx, id)
    const now = await databaseNow(trx)
    const at = assertRecordable(c, given, now)
    const moved = earlierClocks(await clocksOf(trx, id), { ...c, vendorAwareAt: at, vendorZone: given.zone })
    const bytes = awarenessBytes(c, at, given, moved)
    const signed = await signClocks(trx, { ctx, caller, checked }, { c, bytes, at: now })
    const { signatureId, entryId } = signed
    const { reason } = given
    await setClocks(
      trx,
      moved.map(({ after }) => ({ ...after, caseId: id, reason, signatureId })),
    )
    await saveCase(trx, id, { vendor_aware_at: at, vendor_zone: given.zone, last_entry: entryId })
    const ref = { at, zone: given.zone, clocks: moved.map((m) => m.after.kind).join(' '), ...signed.ref }
    const entry = { actor: actorOf(caller), object: { type: 'case', id }, ref, secret: { reason } }
    await appendEntry(trx, { ...entry, action: 'case.vendor_aware' }, { id: entryId, seal: ctx.seal })
    return receiptOf(trx, entryId, told(c, moved))
  })
}

const told = (c: CaseRow, moved: Moved[]): string =>
  `The vendor's awareness of ${caseNumber(c.number)} is recorded; ${
    moved.length === 0 ? 'no clock ends earlier by it.' : `day 0 is ${moved[0]?.after.day0} now.`
  }`

/** The instant as it is kept; throws what stands in the way. */
function assertRecordable(c: CaseRow, { at, zone }: Given, now: string): string {
  if (c.state === 'joined')
    throw new DomainError('case.not_open', 'This case was joined into another; record it there.')
  if (c.vendorAwareAt)
    throw new DomainError(
      'case.changed',
      'The vendor’s awareness is recorded already; a lead may recompute a clock.',
    )
  if (epochOf(at) > epochOf(now))
    throw new DomainError('clock.instant_invalid', 'Awareness cannot lie in the future.')
  dayZero(at, zone) // an unknown zone is refused here
  return new Date(at).toISOString()
}

type Moved = { before: ClockRow; after: Clock }

function earlierClocks(clocks: readonly ClockRow[], c: CaseRow): Moved[] {
  const now = new Map(openClocks(c, c.zone).map((clock) => [clock.kind, clock]))
  return clocks.flatMap((before) => {
    const after = now.get(before.kind)
    return before.state === 'running' && after && epochOf(after.dueAt) < epochOf(before.dueAt)
      ? [{ before, after }]
      : []
  })
}

/** What is signed; all of it stays readable in the case and its clock rows. */
function awarenessBytes(c: CaseRow, at: string, { zone, reason }: Given, moved: Moved[]): Buffer {
  return canonicalBytes({
    v: 1,
    type: 'vendor_awareness',
    case: { id: c.id, number: caseNumber(c.number), version: c.version },
    at,
    zone,
    clocks: moved.map(({ before, after }) => ({
      kind: after.kind,
      was: { anchor_at: before.anchorAt, day0: before.day0, due_at: before.dueAt },
      now: { anchor_at: after.anchorAt, day0: after.day0, due_at: after.dueAt, zone: after.zone },
    })),
    reason,
  })
}
