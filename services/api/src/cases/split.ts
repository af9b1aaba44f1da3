import {
  appendEntry,
  type CaseRow,
  clocksOf,
  insertCase,
  insertChange,
  type Member,
  membersOf,
  newEntryId,
  saveCase,
  setClocks,
  setMembers,
  type Trx,
  uuidv7,
  withIndex,
} from '@hark/db'
import { caseNumber, splitCase as decideSplit } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { changeCase } from './change-case.ts'
import { assertWorks } from './first-view.ts'

type Given = { token: string; postIds: string[]; patient: string }

/** Another patient, another case: aware since the same instant, so under the same clocks. */
export async function splitCase(ctx: ApiContext, caller: Caller, id: string, given: Given) {
  const made = uuidv7()
  let number = 0
  const receipt = await changeCase(ctx, caller, id, async (trx, c, entryId) => {
    const before = await membersOf(trx, id)
    const shape = { id, state: c.state, patient: c.patient, postIds: before.map((m) => m.postId) }
    const plan = decideSplit(shape, given.postIds, given.patient)
    await assertWorks(trx, c, caller, given.token)
    const among = (ids: string[]) => withIndex(before.filter((m) => ids.includes(m.postId)))
    const moved = among(plan.goes)
    number = await openFrom(trx, ctx, caller, c, { made, patient: given.patient.trim(), moved })
    await setMembers(trx, id, among(plan.stays))
    await saveCase(trx, id, { version: c.version + 1, last_entry: entryId })
    await insertChange(trx, caller.id, { kind: 'split', from: id, made, before, moved })
    return {
      action: 'case.split',
      ref: { made, posts: moved.map((m) => m.postId).join(' ') },
      secret: { patient: given.patient.trim() },
      what: `${caseNumber(number)} was made for the other patient.`,
    }
  })
  return { caseId: made, number: caseNumber(number), receipt }
}

async function openFrom(
  trx: Trx,
  ctx: ApiContext,
  caller: Caller,
  from: CaseRow,
  { made, patient, moved }: { made: string; patient: string; moved: Member[] },
): Promise<number> {
  const entryId = newEntryId()
  const number = await insertCase(trx, {
    id: made,
    programme_id: from.programmeId,
    practice: from.practice,
    product_group: from.group,
    patient,
    cluster_id: from.clusterId,
    lane: from.lane,
    priority: from.priority,
    posted_at: from.postedAt,
    ingested_at: from.ingestedAt,
    flagged_at: from.flaggedAt,
    first_viewed_at: from.firstViewedAt,
    vendor_aware_at: from.vendorAwareAt,
    vendor_zone: from.vendorZone,
    last_entry: entryId,
  })
  await setMembers(trx, made, moved)
  const clocks = await clocksOf(trx, from.id)
  await setClocks(
    trx,
    clocks.map((clock) => ({ ...clock, caseId: made })),
  )
  const object = { type: 'case', id: made }
  const ref = { split_from: from.id, day0: clocks[0]?.day0 ?? '' }
  await appendEntry(
    trx,
    { actor: actorOf(caller), action: 'case.opened', object, ref, secret: { patient } },
    { id: entryId, seal: ctx.seal },
  )
  return number
}
