import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntry, type NewEntry } from '../entries.ts'

export type Claimed = {
  attemptId: string
  responseId: string
  canonical: Buffer
  contentHash: Buffer
  startedAt: string
}
/** What the lint asks of a reply as it leaves; the names are those of its programme's products. */
export type LeavingGround = { template: string; products: string[]; markets: string[] }
export type ClaimedToSend = Claimed & { ground: LeavingGround }
export type UnknownAttempt = Claimed & { orderId: string }
export type Outcome = {
  outcome: 'sent' | 'not_sent' | 'unknown' | 'refused'
  remoteId?: string | null
  url?: string | null
  reason?: string | null
}

const publisher = { id: 'publisher', kind: 'service' } as const

/**
 * 'first', 'same', or 'changed': after a restore everything open has become unknown, each with its entry. Throws on a standby or
 * an unsafe database.
 */
export async function checkCluster(db: Db): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const known = new Set((await unknownAttempts(trx)).map((a) => a.attemptId))
    const { rows } = await sql<{ answer: string }>`select gate.check_cluster() as answer`.execute(trx)
    const answer = rows[0]?.answer ?? ''
    if (answer !== 'changed') return answer
    for (const a of (await unknownAttempts(trx)).filter((a) => !known.has(a.attemptId)))
      await appendEntry(trx, entryOf('publication.unknown', a, { reason: 'database restored' }))
    return answer
  })
}

/** Orders whose time has come, but for those on platforms that rest. */
export async function dueOrders(db: Db, atMost: number, resting: readonly string[] = []): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select due_orders as id from gate.due_orders(${atMost}, ${resting}::text[])`.execute(db)
  return rows.map((r) => r.id)
}

/** Takes one order for one sending; null when it is not ready any more. The gate throws where a condition fails. */
export async function claimSend(db: Db, orderId: string): Promise<ClaimedToSend | null> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Claimed>`
      select attempt_id as "attemptId", response_id as "responseId", canonical, content_hash as "contentHash", started_at as "startedAt"
      from gate.claim_send(${orderId})`.execute(trx)
    const claimed = rows[0]
    if (!claimed) return null
    await appendEntry(trx, entryOf('publication.attempted', claimed, { order: orderId }))
    return { ...claimed, ground: await groundOf(trx, claimed.attemptId) }
  })
}

async function groundOf(trx: Trx, attemptId: string): Promise<LeavingGround> {
  const { rows } = await sql<LeavingGround>`select * from gate.ground_of_attempt(${attemptId})`.execute(trx)
  if (!rows[0]) throw new Error('an attempt that was just begun has no ground')
  return rows[0]
}

const actionOf = {
  sent: 'publication.sent',
  unknown: 'publication.unknown',
  not_sent: 'publication.not_sent',
  refused: 'publication.not_sent',
} as const

/**
 * Records what became of an attempt, once, and gives the state of its order. A repeat changes nothing and answers `recorded before`;
 * `contradicted` says that a reply is public which was recorded as not sent.
 */
export async function recordOutcome(
  db: Db,
  attempt: Pick<Claimed, 'attemptId' | 'responseId' | 'contentHash'>,
  o: Outcome,
): Promise<string> {
  return db.transaction().execute(async (trx) => {
    const state = await record(trx, attempt.attemptId, o)
    if (state === 'recorded before') return state
    const ref = { state, ...(o.remoteId && { remote: o.remoteId }), ...(o.reason && { reason: o.reason }) }
    await appendEntry(trx, entryOf(actionOf[o.outcome], attempt, ref))
    return state
  })
}

async function record(trx: Trx, attemptId: string, o: Outcome): Promise<string> {
  const { rows } =
    o.outcome === 'refused'
      ? await sql<{
          state: string
        }>`select gate.record_refusal(${attemptId}, ${o.reason ?? null}) as state`.execute(trx)
      : await sql<{
          state: string
        }>`select gate.record_outcome(${attemptId}, ${o.outcome}, ${o.remoteId ?? null}, ${o.url ?? null}, ${o.reason ?? null}) as state`.execute(
          trx,
        )
  return rows[0]?.state ?? ''
}

/** Attempts a crash left without an outcome become unknown: they may be public. */
export async function expireAttempts(db: Db, olderThanSeconds: number): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql<Pick<Claimed, 'attemptId' | 'responseId' | 'contentHash'>>`
      select attempt_id as "attemptId", response_id as "responseId", content_hash as "contentHash"
      from gate.expire_attempts(make_interval(secs => ${olderThanSeconds}))`.execute(trx)
    for (const a of rows)
      await appendEntry(trx, entryOf('publication.unknown', a, { reason: 'no outcome recorded' }))
    return rows.length
  })
}

export async function unknownAttempts(db: Db): Promise<UnknownAttempt[]> {
  const { rows } = await sql<UnknownAttempt>`
    select attempt_id as "attemptId", order_id as "orderId", response_id as "responseId", canonical, content_hash as "contentHash", started_at as "startedAt"
    from gate.unknown_attempts()`.execute(db)
  return rows
}

function entryOf(
  action: NewEntry['action'],
  a: Pick<Claimed, 'attemptId' | 'responseId' | 'contentHash'>,
  ref: Record<string, string>,
): NewEntry {
  return {
    actor: publisher,
    action,
    object: { type: 'response', id: a.responseId },
    ref: { attempt: a.attemptId, content_sha256: a.contentHash.toString('hex'), ...ref },
  }
}
