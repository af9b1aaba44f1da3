import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type RunningClock = {
  id: string
  caseId: string
  kind: string
  anchorAt: string
  dueAt: string
  recorded: number[]
}

/** Running clocks that have passed half their time and are not recorded as such to the last level. */
export async function dueEscalations(db: Db, atMost = 1000): Promise<RunningClock[]> {
  const { rows } = await sql<RunningClock>`
    select * from (
      select c.id, c.case_id as "caseId", c.kind, c.anchor_at as "anchorAt", c.due_at as "dueAt",
        coalesce((select array_agg(percent) from escalation e where e.clock_id = c.id), '{}') as recorded,
        floor(100 * extract(epoch from clock_timestamp() - c.anchor_at) / extract(epoch from c.due_at - c.anchor_at)) as used
      from case_clock c where c.superseded_at is null and c.met_at is null and c.stopped_at is null) r
    where exists (select from unnest(array[50, 75, 90, 100]) p where r.used >= p and p <> all(r.recorded))
    order by "dueAt" limit ${atMost}`.execute(db)
  return rows
}
