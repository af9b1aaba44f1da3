import type { Receipt } from '@hark/contract'
import {
  addMembers,
  appendEntry,
  type CaseRow,
  type ClockRow,
  clocksOf,
  databaseNow,
  insertChange,
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
import { changeTwo } from './change-case.ts'
import { assertWorks } from './first-view.ts'

/** The same patient and event told twice: one case holds all posts, under the earlier of the two awarenesses. */
export function joinCase(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  given: { token: string; from: string },
): Promise<Receipt> {
  return changeTwo(ctx, caller, [id, given.from], async (trx, into, entryId, from) => {
    const [here, there] = [await membersOf(trx, id), await membersOf(trx, from.id)]
    joinCases(shapeOf(into, here), shapeOf(from, there))
    if (into.programmeId !== from.programmeId || into.group !== from.group)
      throw new DomainError('input.invalid', 'Only cases of one programme and product are joined.')
    assertNoSample(into, from)
    await assertWorks(trx, into, caller, given.token)
    assertClaimable(from.state, from.lease, caller.id, await databaseNow(trx))
    const added = await gatherPosts(trx, into, from, here, there)
    const clocks = await gatherClocks(trx, into, from)
    const { lane, priority } = into
    const undo = { kind: 'join', into: id, from: from.id, added, lane, priority, ...clocks } as const
    await insertChange(trx, caller.id, undo)
    const all = priorityOf([...priority, ...from.priority], [])
    const urgency = { priority: all, lane: laneOf(all) }
    await saveCase(trx, id, { ...urgency, version: into.version + 1, last_entry: entryId })
    await rest(trx, caller, from, id)
    const what = `${caseNumber(from.number)} is now part of ${caseNumber(into.number)}.`
    return { action: 'case.joined', ref: { from: from.id, posts: added.join(' ') }, what }
  })
}

/** A sampled post is judged by itself, or nobody could say what became of it. */
function assertNoSample(...cases: CaseRow[]): void {
  if (cases.some((c) => c.lane === 'sample'))
    throw new DomainError(
      'input.invalid',
      'A sampled post is decided on by itself: forward it, or close it as already in another case.',
    )
}

const shapeOf = (c: CaseRow, members: Member[]) => ({
  id: c.id,
  state: c.state,
  patient: c.patient,
  postIds: members.map((m) => m.postId),
})

/** Copies stay copies; what tells more of the patient is a follow-up. The folded case keeps its own list for the record. */
async function gatherPosts(
  trx: Trx,
  into: CaseRow,
  from: CaseRow,
  here: Member[],
  there: Member[],
): Promise<string[]> {
  const known = new Set(here.map((m) => m.postId))
  const isCopy = into.clusterId !== null && into.clusterId === from.clusterId
  const role = (m: Member): Member['role'] => (m.role === 'index' ? (isCopy ? 'copy' : 'follow_up') : m.role)
  const added = there.filter((m) => !known.has(m.postId)).map((m) => ({ ...m, role: role(m) }))
  await addMembers(trx, into.id, added)
  return added.map((m) => m.postId)
}

/** Of each kind the clock that ends first holds on (field-guide §3.5); the folded case's clocks stop. */
async function gatherClocks(trx: Trx, into: CaseRow, from: CaseRow) {
  const [clocks, fromClocks] = [running(await clocksOf(trx, into.id)), running(await clocksOf(trx, from.id))]
  const earlier = fromClocks.filter((theirs) => {
    const ours = clocks.find((c) => c.kind === theirs.kind)
    return !ours || epochOf(theirs.dueAt) < epochOf(ours.dueAt)
  })
  await setClocks(
    trx,
    earlier.map((c) => ({ ...c, caseId: into.id })),
  )
  await stopClocks(trx, [{ caseId: from.id, kinds: clockKinds }])
  return { clocks, fromClocks }
}

const running = (clocks: ClockRow[]) => clocks.filter((c) => c.state === 'running')

async function rest(trx: Trx, caller: Caller, from: CaseRow, into: string): Promise<void> {
  const entryId = newEntryId()
  const joined = { state: 'joined', joined_into: into, version: from.version + 1 }
  await saveCase(trx, from.id, { ...joined, ...noLease, last_entry: entryId })
  const object = { type: 'case', id: from.id }
  await appendEntry(
    trx,
    { actor: actorOf(caller), action: 'case.joined', object, ref: { into } },
    { id: entryId },
  )
}
