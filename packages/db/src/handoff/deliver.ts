import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntry, newEntryId } from '../entries.ts'

export type HandoffToSend = {
  id: string
  caseId: string
  destination: string
  practice: boolean
  packet: Buffer
  attempts: number
}

const clock = { id: 'clock', kind: 'service' } as const
/** Minutes to wait after each failed attempt; the last repeats. Beyond `MOST_TRIES` a person is asked, the row stays and keeps being shown. */
const WAITS = [1, 5, 15, 60]
const MOST_TRIES = 12

/** Hand-offs due for a (first or repeated) delivery. The destination drops repeats by the hand-off's id. */
export async function dueHandoffs(db: Db, atMost = 50): Promise<HandoffToSend[]> {
  const { rows } = await sql<HandoffToSend>`
    select id, case_id as "caseId", destination, practice, packet, attempts from handoff
    where state in ('pending', 'sent') and next_attempt_at <= clock_timestamp() order by next_attempt_at limit ${atMost}`.execute(
    db,
  )
  return rows
}

/**
 * Takes one hand-off for one delivery; false when its case was opened again meanwhile. From here on it counts as having left, for
 * whoever dies between this and the outcome cannot say; so a reopening either stops it before, or comes after it (migrations/012).
 */
export async function claimHandoff(db: Db, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update handoff set delivering_since = clock_timestamp() where id = ${id} and state in ('pending', 'sent')`.execute(
    db,
  )
  return numAffectedRows === 1n
}

/** Clocks change under their case's lock, and the case comes before its hand-off: as in a reopening, or two would wait for each other. */
export async function lockCaseOf(trx: Trx, id: string): Promise<void> {
  await sql`select from pv_case where id = (select case_id from handoff where id = ${id}) for no key update`.execute(
    trx,
  )
}

/** Delivered, not yet acknowledged: stays due, because only an acknowledgement ends it. */
export async function markSent(db: Db, id: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const entry = newEntryId()
    await lockCaseOf(trx, id)
    const { rows } = await sql<{ case_id: string; first: boolean }>`
      update handoff set state = 'sent', sent_at = coalesce(sent_at, clock_timestamp()), delivering_since = null, attempts = attempts + 1, last_error = null, last_entry = ${entry},
        next_attempt_at = clock_timestamp() + interval '1 hour'
      where id = ${id} and state in ('pending', 'sent') returning case_id, attempts = 1 as first`.execute(trx)
    if (!rows[0]) return
    await meetForwardClock(trx, rows[0].case_id)
    await appendEntry(
      trx,
      {
        actor: clock,
        action: 'handoff.sent',
        object: { type: 'handoff', id },
        ref: { case: rows[0].case_id },
      },
      { id: entry },
    )
  })
}

/** `unknown` when there is no such hand-off, or it has another number already: a person must look. */
export async function markAcked(
  db: Db,
  id: string,
  safetyCaseId: string,
): Promise<'acked' | 'repeated' | 'unknown'> {
  return db.transaction().execute(async (trx) => {
    const entry = newEntryId()
    await lockCaseOf(trx, id)
    const { rows } = await sql<{ case_id: string; superseded: boolean }>`
      update handoff set state = 'acked', acked_at = clock_timestamp(), safety_case_id = ${safetyCaseId}, last_entry = ${entry}
      where id = ${id} and state in ('pending', 'sent', 'failed') returning case_id, superseded_at is not null as superseded`.execute(
      trx,
    )
    if (!rows[0]) return (await isAckedAs(trx, id, safetyCaseId)) ? 'repeated' : 'unknown'
    if (!rows[0].superseded) await meetAllClocks(trx, rows[0].case_id) // else its follow-up carries the clocks
    await appendEntry(
      trx,
      {
        actor: clock,
        action: 'handoff.acked',
        object: { type: 'handoff', id },
        ref: { case: rows[0].case_id, safety_case: safetyCaseId },
      },
      { id: entry },
    )
    return 'acked'
  })
}

async function isAckedAs(trx: Trx, id: string, safetyCaseId: string): Promise<boolean> {
  const row = await trx.selectFrom('handoff').select('safety_case_id').where('id', '=', id).executeTakeFirst()
  return row?.safety_case_id === safetyCaseId
}

/**
 * A refused or undeliverable hand-off waits and is tried again; after many tries it is `failed`, visible, its clocks running. Where it
 * `mayHaveLeft`, it stays so: a reopening no longer stops it.
 */
export async function markFailed(db: Db, id: string, code: string, mayHaveLeft = false): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const entry = newEntryId()
    const before = await trx
      .selectFrom('handoff')
      .select(['attempts', 'case_id'])
      .where('id', '=', id)
      .where('state', 'in', ['pending', 'sent']) // acknowledged by hand meanwhile: nothing failed
      .forUpdate()
      .executeTakeFirst()
    if (!before) return
    const over = before.attempts + 1 >= MOST_TRIES
    const wait = WAITS[Math.min(before.attempts, WAITS.length - 1)] as number
    await sql`update handoff set attempts = attempts + 1, last_error = ${code}, last_entry = ${entry}, state = case when ${over} then 'failed' else state end,
      delivering_since = case when ${mayHaveLeft} then delivering_since end, next_attempt_at = clock_timestamp() + make_interval(mins => ${wait}) where id = ${id}`.execute(
      trx,
    )
    await appendEntry(
      trx,
      {
        actor: clock,
        action: 'handoff.failed',
        object: { type: 'handoff', id },
        ref: { case: before.case_id, error: code, attempt: String(before.attempts + 1) },
      },
      { id: entry },
    )
  })
}

/** The 24-hour clock is about forwarding: it is met when the case has left for the safety database. The caller holds the case. */
async function meetForwardClock(trx: Trx, caseId: string): Promise<void> {
  await sql`update case_clock set met_at = clock_timestamp() where case_id = ${caseId} and kind = 'forward_24h' and superseded_at is null and met_at is null`.execute(
    trx,
  )
}

/** From its acknowledgement on the safety database carries the submission clocks; Hark's rest, and escalate no more. The caller holds the case. */
export async function meetAllClocks(trx: Trx, caseId: string): Promise<void> {
  await sql`update case_clock set met_at = clock_timestamp() where case_id = ${caseId} and superseded_at is null and met_at is null and stopped_at is null`.execute(
    trx,
  )
}
