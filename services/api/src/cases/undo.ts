import type { Receipt } from '@hark/contract'
import {
  appendEntry,
  type CaseRow,
  casesOf,
  databaseNow,
  type JoinUndo,
  lastChange,
  markUndone,
  membersOf,
  newEntryId,
  noLease,
  type SplitUndo,
  saveCase,
  setClocks,
  setMembers,
  stopClocks,
  type Trx,
} from '@hark/db'
import { assertClaimable, caseNumber, clockKinds, DomainError } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { assertHolds, changeTwo } from './change-case.ts'

const nothing = (why: string) => new DomainError('case.nothing_to_undo', why)

/** Puts the last split or join back as it was; what reached either case since stays with the patient it reached. */
export async function undoChange(
  ctx: ApiContext,
  caller: Caller,
  id: string,
  token: string,
): Promise<Receipt> {
  const before = await lastChange(ctx.db, id)
  if (!before) throw nothing('There is no split or join of this case to undo.')
  const [main, second] = casesOf(before.undo)
  const other = main === id ? second : main
  return changeTwo(ctx, caller, [id, other], async (trx, c, entryId, o) => {
    const change = await lastChange(trx, id) // again, under the locks: a second undo finds it undone
    if (change?.id !== before.id) throw nothing('It was undone meanwhile; look again.')
    await assertHolds(trx, c, caller, token)
    assertClaimable(o.state === 'joined' ? 'open' : o.state, o.lease, caller.id, await databaseNow(trx))
    if (c.state !== 'open' || o.state !== (change.undo.kind === 'split' ? 'open' : 'joined'))
      throw new DomainError('case.not_open', `One of the two is ${c.state}, the other ${o.state}.`)
    const told = { made: c, other: o, entryId, caller }
    if (change.undo.kind === 'split') await undoSplit(trx, change.undo, told)
    else await undoJoin(trx, change.undo, told)
    await markUndone(trx, change.id)
    const what = `${caseNumber(c.number)} and ${caseNumber(o.number)} are as they were.`
    return { action: 'case.undone', ref: { change: change.id, kind: change.undo.kind, other }, what }
  })
}

type Both = { made: CaseRow; other: CaseRow; entryId: string; caller: Caller }

/** The made case rests as joined: a case is never deleted, and its number never given again. */
async function undoSplit(trx: Trx, undo: SplitUndo, both: Both): Promise<void> {
  const { here, there, entry } = pair(both, undo.from)
  const known = new Set([...undo.before, ...undo.moved].map((m) => m.postId))
  const since = [...(await membersOf(trx, undo.from)), ...(await membersOf(trx, undo.made))]
    .filter((m) => !known.has(m.postId))
    .map((m) => (m.role === 'index' ? { ...m, role: 'follow_up' as const } : m))
  const unique = [...new Map(since.map((m) => [m.postId, m])).values()]
  await setMembers(trx, undo.from, [...undo.before, ...unique])
  await stopClocks(trx, [{ caseId: undo.made, kinds: clockKinds }])
  await saveCase(trx, here.id, { version: here.version + 1, last_entry: entry(here) })
  const joined = { state: 'joined', joined_into: undo.from, version: there.version + 1 }
  await saveCase(trx, there.id, { ...joined, ...noLease, last_entry: entry(there) })
  await tellOther(trx, both, entry)
}

async function undoJoin(trx: Trx, undo: JoinUndo, both: Both): Promise<void> {
  const { here, there, entry } = pair(both, undo.into)
  const now = await membersOf(trx, undo.into)
  await setMembers(
    trx,
    undo.into,
    now.filter((m) => !undo.added.includes(m.postId)),
  )
  await setClocks(trx, [
    ...undo.clocks.map((c) => ({ ...c, caseId: undo.into })),
    ...undo.fromClocks.map((c) => ({ ...c, caseId: undo.from })),
  ])
  const urgency = { lane: undo.lane, priority: undo.priority }
  await saveCase(trx, here.id, { ...urgency, version: here.version + 1, last_entry: entry(here) })
  const again = { state: 'open', joined_into: null, version: there.version + 1 }
  await saveCase(trx, there.id, { ...again, last_entry: entry(there) })
  await tellOther(trx, both, entry)
}

/** The case that keeps (`here`) and the one that comes or goes, whichever of them the person has open. */
function pair(both: Both, mainId: string) {
  const otherEntry = newEntryId()
  const entry = (c: CaseRow) => (c.id === both.made.id ? both.entryId : otherEntry)
  const [here, there] = both.made.id === mainId ? [both.made, both.other] : [both.other, both.made]
  return { here, there, entry }
}

async function tellOther(trx: Trx, both: Both, entry: (c: CaseRow) => string): Promise<void> {
  const object = { type: 'case', id: both.other.id }
  await appendEntry(
    trx,
    { actor: actorOf(both.caller), action: 'case.undone', object, ref: { other: both.made.id } },
    { id: entry(both.other) },
  )
}
