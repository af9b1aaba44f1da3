import { appendEntry, type CaseRow, newEntryId, noteFirstView, type Trx } from '@hark/db'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'
import { assertHolds } from './change-case.ts'

/** Records the first human view with its entry, unless there is one. `how` it became known: read, shown after reading ahead, or acted on. */
export async function noteView(
  trx: Trx,
  caller: Caller,
  caseId: string,
  how: 'read' | 'shown' | 'acted',
  agoMs?: number,
): Promise<void> {
  const entryId = newEntryId()
  const of = { caseId, personId: caller.id, entryId, ...(agoMs === undefined ? {} : { agoMs }) }
  const at = await noteFirstView(trx, of)
  if (at === null) return
  const object = { type: 'case', id: caseId }
  const entry = { actor: actorOf(caller), action: 'case.viewed', object, ref: { how, at } } as const
  await appendEntry(trx, entry, { id: entryId })
}

/** Throws `case.lease_lost` unless this tab holds the case; whoever acts on it has seen it, even where nothing said so. */
export async function assertWorks(trx: Trx, c: CaseRow, caller: Caller, token: string): Promise<void> {
  await assertHolds(trx, c, caller, token)
  if (c.firstViewedAt === null) await noteView(trx, caller, c.id, 'acted')
}
