import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { lockCaseOf, meetAllClocks } from '../handoff/deliver.ts'

export type HandoffState = 'pending' | 'sent' | 'acked' | 'failed' | 'withdrawn'
export type HandoffRow = {
  id: string
  caseId: string
  caseNumber: number
  practice: boolean
  destination: string
  state: HandoffState
  attempts: number
  createdAt: string
  sentAt: string | null
  ackedAt: string | null
  withdrawnAt: string | null
  /** The case was opened again after it left: a follow-up corrects it. */
  supersededAt: string | null
  safetyCaseId: string | null
  lastError: string | null
}

const select = sql`
  select h.id, h.case_id as "caseId", k.number as "caseNumber", h.practice, h.destination, h.state, h.attempts, h.created_at as "createdAt",
    h.sent_at as "sentAt", h.acked_at as "ackedAt", h.safety_case_id as "safetyCaseId", h.last_error as "lastError",
    h.withdrawn_at as "withdrawnAt", h.superseded_at as "supersededAt"
  from handoff h join pv_case k on k.id = h.case_id`

export async function handoffOf(db: Db, caseId: string): Promise<HandoffRow | null> {
  const { rows } = await sql<HandoffRow>`
    ${select} where h.case_id = ${caseId} order by h.created_at desc limit 1`.execute(db)
  return rows[0] ?? null
}

/** The newest hand-off the safety database has, or may have: what a later one follows. */
export async function forwardedOf(db: Db, caseId: string): Promise<HandoffRow | null> {
  const { rows } = await sql<HandoffRow>`
    ${select} where h.case_id = ${caseId} and h.state <> 'withdrawn' order by h.created_at desc limit 1`.execute(
    db,
  )
  return rows[0] ?? null
}

export async function listHandoffs(db: Db, state: string | undefined, limit: number): Promise<HandoffRow[]> {
  const { rows } = await sql<HandoffRow>`
    ${select} ${state ? sql`where h.state = ${state}` : sql``} order by h.created_at desc, h.id desc limit ${limit}`.execute(
    db,
  )
  return rows
}

export type HandoffCounts = {
  forwarded: number
  acked: number
  pending: number
  failed: number
  withdrawn: number
}

/** forwarded = acked + pending + failed + withdrawn; what was sent and not acknowledged is still pending. */
export async function handoffCounts(db: Db, practice: boolean): Promise<HandoffCounts> {
  const { rows } = await sql<HandoffCounts>`
    select count(*)::int as forwarded, count(*) filter (where state = 'acked')::int as acked,
      count(*) filter (where state in ('pending', 'sent'))::int as pending, count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'withdrawn')::int as withdrawn
    from handoff where practice = ${practice}`.execute(db)
  return rows[0] as HandoffCounts
}

export type NewHandoff = {
  id: string
  caseId: string
  decisionId: string
  contentSha256: string
  practice: boolean
  destination: string
  packet: Buffer
  /** The hand-off of the same case it corrects, where the safety database has one. */
  follows: string | null
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
  for (const h of handoffs) if (h.follows) await supersedeHandoff(trx, h.follows, h.id)
}

type LockedHandoff = { id: string; caseId: string; state: HandoffState; superseded: boolean }

/** Locks its case first, as a reopening does, then the hand-off. */
export async function lockHandoff(trx: Trx, id: string): Promise<LockedHandoff | undefined> {
  await lockCaseOf(trx, id)
  const { rows } = await sql<LockedHandoff>`
    select id, case_id as "caseId", state, superseded_at is not null as superseded from handoff where id = ${id} for update`.execute(
    trx,
  )
  return rows[0]
}

/** Acknowledged by a person's word; the clocks are met as by the safety database's own. */
export async function acknowledgeHandoff(
  trx: Trx,
  h: LockedHandoff & { safetyCaseId: string; entryId: string },
): Promise<void> {
  await sql`update handoff set state = 'acked', acked_at = clock_timestamp(), safety_case_id = ${h.safetyCaseId}, last_entry = ${h.entryId}
    where id = ${h.id}`.execute(trx)
  if (!h.superseded) await meetAllClocks(trx, h.caseId)
}

/** Due again at once, as if newly made. */
export async function retryHandoff(trx: Trx, id: string, entryId: string): Promise<void> {
  await sql`update handoff set state = 'pending', attempts = 0, next_attempt_at = clock_timestamp(), last_error = null, last_entry = ${entryId}
    where id = ${id}`.execute(trx)
}

/**
 * What becomes of the hand-offs of a case that is opened again; the caller holds the case. One that has surely not left is withdrawn, one
 * that has or may have is superseded: a follow-up will correct it. Each names the entry that tells of it.
 */
export async function stopHandoffs(
  trx: Trx,
  caseId: string,
  entryOf: (id: string) => string,
): Promise<{ id: string; stopped: boolean }[]> {
  const { rows } = await sql<{ id: string; stopped: boolean }>`
    select id, state in ('pending', 'failed') and sent_at is null and delivering_since is null as stopped
    from handoff where case_id = ${caseId} and state <> 'withdrawn' and superseded_at is null order by id for update`.execute(
    trx,
  )
  for (const { id, stopped } of rows) {
    const now = sql`clock_timestamp()`
    const set = stopped ? sql`state = 'withdrawn', withdrawn_at = ${now}` : sql`superseded_at = ${now}`
    await sql`update handoff set ${set}, last_entry = ${entryOf(id)} where id = ${id}`.execute(trx)
  }
  return rows
}

/** The follow-up is there: what it corrects says which it is. */
async function supersedeHandoff(trx: Trx, id: string, by: string): Promise<void> {
  await sql`update handoff set superseded_by = ${by} where id = ${id} and superseded_at is not null`.execute(
    trx,
  )
}
