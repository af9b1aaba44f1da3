import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { meetAllClocks } from '../handoff/deliver.ts'

export type HandoffRow = {
  id: string
  caseId: string
  caseNumber: number
  practice: boolean
  destination: string
  state: 'pending' | 'sent' | 'acked' | 'failed'
  attempts: number
  createdAt: string
  sentAt: string | null
  ackedAt: string | null
  safetyCaseId: string | null
  lastError: string | null
}

const select = sql`
  select h.id, h.case_id as "caseId", k.number as "caseNumber", h.practice, h.destination, h.state, h.attempts, h.created_at as "createdAt",
    h.sent_at as "sentAt", h.acked_at as "ackedAt", h.safety_case_id as "safetyCaseId", h.last_error as "lastError"
  from handoff h join pv_case k on k.id = h.case_id`

export async function handoffOf(db: Db, caseId: string): Promise<HandoffRow | null> {
  const { rows } = await sql<HandoffRow>`
    ${select} where h.case_id = ${caseId} order by h.created_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

export async function listHandoffs(db: Db, state: string | undefined, limit: number): Promise<HandoffRow[]> {
  const { rows } = await sql<HandoffRow>`
    ${select} ${state ? sql`where h.state = ${state}` : sql``} order by h.created_at desc, h.id desc limit ${limit}`.execute(
    db,
  )
  return rows
}

/** forwarded = acked + pending + failed; what was sent and not acknowledged is still pending. */
export async function handoffCounts(
  db: Db,
  practice: boolean,
): Promise<{ forwarded: number; acked: number; pending: number; failed: number }> {
  const { rows } = await sql<{ forwarded: number; acked: number; pending: number; failed: number }>`
    select count(*)::int as forwarded, count(*) filter (where state = 'acked')::int as acked,
      count(*) filter (where state in ('pending', 'sent'))::int as pending, count(*) filter (where state = 'failed')::int as failed
    from handoff where practice = ${practice}`.execute(db)
  return rows[0] as { forwarded: number; acked: number; pending: number; failed: number }
}

export type NewHandoff = {
  id: string
  caseId: string
  decisionId: string
  contentSha256: string
  practice: boolean
  destination: string
  packet: Buffer
  lastEntry: string
}

export async function insertHandoffs(trx: Trx, handoffs: readonly NewHandoff[]): Promise<void> {
  if (handoffs.length === 0) return
  await trx
    .insertInto('handoff')
    .values(
      handoffs.map((h) => ({
        id: h.id,
        case_id: h.caseId,
        decision_id: h.decisionId,
        content_sha256: Buffer.from(h.contentSha256, 'hex'),
        practice: h.practice,
        destination: h.destination,
        packet: h.packet,
        last_entry: h.lastEntry,
      })),
    )
    .execute()
}

export async function lockHandoff(
  trx: Trx,
  id: string,
): Promise<{ id: string; caseId: string; state: HandoffRow['state'] } | undefined> {
  const row = await trx
    .selectFrom('handoff')
    .select(['id', 'case_id as caseId', 'state'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row as { id: string; caseId: string; state: HandoffRow['state'] } | undefined
}

/** Acknowledged by a person's word; the clocks are met as by the safety database's own. */
export async function acknowledgeHandoff(
  trx: Trx,
  h: { id: string; caseId: string; safetyCaseId: string; entryId: string },
): Promise<void> {
  await sql`update handoff set state = 'acked', acked_at = clock_timestamp(), safety_case_id = ${h.safetyCaseId}, last_entry = ${h.entryId}
    where id = ${h.id}`.execute(trx)
  await meetAllClocks(trx, h.caseId)
}

/** Due again at once, as if newly made. */
export async function retryHandoff(trx: Trx, id: string, entryId: string): Promise<void> {
  await sql`update handoff set state = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), last_error = null, last_entry = ${entryId}
    where id = ${id}`.execute(trx)
}
