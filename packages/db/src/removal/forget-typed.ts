import { UNNAMED_PATIENT } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { type Actor, appendEntries } from '../entries.ts'
import { erasureOf } from './forget-words.ts'

const casesOf = (posts: readonly string[]) =>
  sql`select case_id from case_post where post_id = any(${[...posts]}::uuid[])`

/** Half-made conclusions of the cases of posts that go: they hold marked words. */
export async function forgetDrafts(trx: Trx, gone: readonly string[]): Promise<void> {
  await sql`delete from case_draft where case_id in (${casesOf(gone)})`.execute(trx)
}

/** Whom posts spoke of is known by their words; once none of a case is left, nor is that, in the case or in what was told of it. */
export async function forgetPatients(trx: Trx, gone: readonly string[], by: Actor): Promise<void> {
  const { rows } = await sql<{ caseId: string; entry: string }>`
    with emptied as (
      update pv_case k set patient = ${UNNAMED_PATIENT}
      where (k.id in (${casesOf(gone)}) or k.joined_into in (${casesOf(gone)}))
        and not exists (select from case_post c join post p on p.id = c.post_id where c.case_id in (k.id, k.joined_into) and p.erased_at is null)
      returning k.id)
    delete from ledger_private p using ledger_entry e, emptied
    where e.object_type = 'case' and e.object_id = emptied.id::text and p.entry_id = e.id and p.field = 'patient'
    returning emptied.id as "caseId", e.id as entry`.execute(trx)
  const told = [...Map.groupBy(rows, ({ caseId }) => caseId)].map(([id, of]) => {
    const fields = of.map(({ entry }) => ({ entry, field: 'patient' }))
    return erasureOf({ type: 'case', id }, fields, by)
  })
  await appendEntries(trx, told)
}

/** Packets that quote posts that go are marked, and go once the safety database has them: not before, for nothing is lost. */
export async function forgetPackets(trx: Trx, gone: readonly string[]): Promise<void> {
  await sql`update handoff h set packet_to_go = true from decision d
    where d.id = h.decision_id and d.post_ids && ${[...gone]}::uuid[] and h.packet is not null`.execute(trx)
  await sql`update handoff set packet = null, packet_erased_at = clock_timestamp()
    where packet_to_go and packet is not null and state in ('acked', 'withdrawn')`.execute(trx)
}
