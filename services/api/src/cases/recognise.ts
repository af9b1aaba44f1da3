import { appendEntry, type CaseRow, findCase, newEntryId, setClocks, type Trx } from '@hark/db'
import { type Conclusion, openClocks, urgencyFound } from '@hark/domain'
import type { Caller } from '../http/handle.ts'
import { actorOf } from '../receipt.ts'

/**
 * A reviewer finds what detection missed: the sampled post is an ordinary case from here on. Nobody was aware of it before a person saw
 * it, so its clocks start with the first human view, at which it is recognised at the earliest (R-02, field-guide §1.2). Answers the
 * columns that follow, none where there is nothing to recognise.
 */
export async function recognise(
  trx: Trx,
  caller: Caller,
  c: CaseRow,
  found: Conclusion,
): Promise<{ lane?: string; priority?: string[] }> {
  if (c.lane !== 'sample' || !found.forwardable) return {}
  const clocks = openClocks(await findCase(trx, c.id), c.zone) // as it stands now: this very act may be the first view
  await setClocks(
    trx,
    clocks.map((clock) => ({ ...clock, caseId: c.id })),
  )
  const { anchor = '', anchorAt = '', day0 = '' } = clocks[0] ?? {}
  await appendEntry(
    trx,
    {
      actor: actorOf(caller),
      action: 'case.clock_set',
      object: { type: 'case', id: c.id },
      why: 'found_in_sample',
      ref: { anchor, anchor_at: anchorAt, day0 },
    },
    { id: newEntryId() },
  )
  return urgencyFound(found)
}
