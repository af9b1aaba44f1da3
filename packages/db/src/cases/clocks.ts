import type { Clock, ClockKind } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'

export type ClockRow = Clock & {
  id: string
  caseId: string
  reason: string | null
  signatureId: string | null
  state: 'running' | 'met' | 'stopped'
}

export const clockColumns = sql`
  c.id, c.case_id as "caseId", c.kind, c.anchor, c.anchor_at as "anchorAt", c.zone, c.day0, c.due_at as "dueAt", c.reason,
  c.signature_id as "signatureId",
  case when c.met_at is not null then 'met' when c.stopped_at is not null then 'stopped' else 'running' end as state`

/** The clocks in force of a case: one a kind, the one due first leading. */
export async function clocksOf(db: Db, caseId: string): Promise<ClockRow[]> {
  const { rows } = await sql<ClockRow>`
    select ${clockColumns} from case_clock c where c.case_id = ${caseId} and c.superseded_at is null order by c.due_at, c.kind`.execute(
    db,
  )
  return rows
}

export type NewClock = Clock & { caseId: string; reason?: string | null; signatureId?: string | null }

/** Puts clocks in force in place of those of the same case and kind. The table refuses one that is due later without a signature. */
export async function setClocks(trx: Trx, clocks: readonly NewClock[]): Promise<void> {
  if (clocks.length === 0) return
  await sql`
    update case_clock c set superseded_at = clock_timestamp()
    from unnest(${clocks.map((c) => c.caseId)}::uuid[], ${clocks.map((c) => c.kind)}::text[]) as n(case_id, kind)
    where c.case_id = n.case_id and c.kind = n.kind and c.superseded_at is null`.execute(trx)
  await trx
    .insertInto('case_clock')
    .values(
      clocks.map((c) => ({
        id: uuidv7(),
        case_id: c.caseId,
        kind: c.kind,
        anchor: c.anchor,
        anchor_at: c.anchorAt,
        zone: c.zone,
        day0: c.day0,
        due_at: c.dueAt,
        reason: c.reason ?? null,
        signature_id: c.signatureId ?? null,
      })),
    )
    .execute()
}

/** Stops running clocks of several cases at once. */
export async function stopClocks(
  trx: Trx,
  stops: readonly { caseId: string; kinds: readonly ClockKind[] }[],
): Promise<void> {
  const flat = stops.flatMap((s) => s.kinds.map((kind) => ({ caseId: s.caseId, kind })))
  await sql`
    update case_clock c set stopped_at = clock_timestamp()
    from unnest(${flat.map((f) => f.caseId)}::uuid[], ${flat.map((f) => f.kind)}::text[]) as s(case_id, kind)
    where c.case_id = s.case_id and c.kind = s.kind
      and c.superseded_at is null and c.met_at is null and c.stopped_at is null`.execute(trx)
}

/** Runs the stopped clocks of a case again, from the same anchor to the same end: reopening gives no time. */
export async function restartClocks(trx: Trx, caseId: string, reason: string): Promise<void> {
  const stopped = (await clocksOf(trx, caseId)).filter((c) => c.state === 'stopped')
  await setClocks(
    trx,
    stopped.map((c) => ({ ...c, reason })),
  )
}
