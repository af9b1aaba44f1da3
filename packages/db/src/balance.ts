import { sql } from 'kysely'
import type { Db } from './connect.ts'
import { type GapRow, unfilledGaps } from './coverage/gaps.ts'
import { postsToShow } from './deployment.ts'

const GAP_DAYS = 90

export type OfferedRow = {
  sourceId: string
  source: string
  day: string
  offered: number
  unmatched: number
  duplicate: number
  stored: number
  rejected: number
  difference: number
}
export type StoredRow = {
  sourceId: string
  source: string
  day: string
  stored: number
  negative: number
  inReview: number
  decided: number
  quarantined: number
  erased: number
  waiting: number
  difference: number
}
export type ForwardedSum = {
  forwarded: number
  acked: number
  pending: number
  failed: number
  /** Stopped before they left: their case was opened again. */
  withdrawn: number
  difference: number
}
export type Balance = {
  balanced: boolean
  offered: OfferedRow[]
  stored: StoredRow[]
  forwarded: ForwardedSum
  /** Practice cases apart, where the deployment holds real ones too. */
  forwardedPractice: ForwardedSum | null
  /** What was never offered: the sums say nothing about these stretches. */
  gaps: GapRow[]
}

/**
 * The three sums, from independent records: counts written at ingest, posts as they stand, signed forwardable decisions and
 * hand-offs. `difference` is what must read 0 in every row; a post counted nowhere shows as one.
 */
export async function readBalance(db: Db): Promise<Balance> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const { both } = await postsToShow(trx)
      const [offered, stored, forwarded, forwardedPractice] = [
        await offeredRows(trx),
        await storedRows(trx),
        await forwardedSum(trx, both ? [false] : [false, true]),
        both ? await forwardedSum(trx, [true]) : null,
      ]
      const sums = [...offered, ...stored, forwarded, ...(forwardedPractice ? [forwardedPractice] : [])]
      const balanced = sums.every((r) => r.difference === 0)
      return {
        balanced,
        offered,
        stored,
        forwarded,
        forwardedPractice,
        gaps: await unfilledGaps(trx, GAP_DAYS),
      }
    })
}

async function offeredRows(db: Db): Promise<OfferedRow[]> {
  const { rows } = await sql<OfferedRow>`
    select c.source_id as "sourceId", s.name as source, to_char(c.hour at time zone 'UTC', 'YYYY-MM-DD') as day, sum(offered)::bigint as offered,
      sum(unmatched)::bigint as unmatched, sum(duplicate)::bigint as duplicate, sum(stored)::bigint as stored, sum(rejected)::bigint as rejected,
      sum(offered - unmatched - duplicate - stored - rejected)::bigint as difference
    from source_count c join source s on s.id = c.source_id group by 1, 2, 3 order by 3 desc, 2`.execute(db)
  return rows
}

async function storedRows(db: Db): Promise<StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    with counted as (
      select source_id, to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, sum(stored)::bigint as stored from source_count group by 1, 2),
    standing as (
      select source_id, to_char(counted_hour at time zone 'UTC', 'YYYY-MM-DD') as day,
        count(*) filter (where state = 'negative') as negative, count(*) filter (where state = 'in_review') as in_review,
        count(*) filter (where state = 'decided') as decided, count(*) filter (where state = 'quarantined') as quarantined,
        count(*) filter (where state = 'erased') as erased, count(*) filter (where state = 'waiting') as waiting
      from post_account group by 1, 2)
    select coalesce(c.source_id, t.source_id) as "sourceId", s.name as source, coalesce(c.day, t.day) as day, coalesce(c.stored, 0) as stored,
      coalesce(negative, 0) as negative, coalesce(in_review, 0) as "inReview", coalesce(decided, 0) as decided, coalesce(quarantined, 0) as quarantined,
      coalesce(erased, 0) as erased, coalesce(waiting, 0) as waiting,
      coalesce(c.stored, 0) - coalesce(negative + in_review + decided + quarantined + erased + waiting, 0) as difference
    from counted c full join standing t on t.source_id = c.source_id and t.day = c.day join source s on s.id = coalesce(c.source_id, t.source_id)
    order by 3 desc, 2`.execute(db)
  return rows
}

/** What a close takes back at the safety database is a hand-off too, and no forwarded case: it stands on neither side. */
async function forwardedSum(db: Db, practice: boolean[]): Promise<ForwardedSum> {
  const { rows } = await sql<ForwardedSum>`
    select f.forwarded, h.acked, h.pending, h.failed, h.withdrawn, f.forwarded - h.acked - h.pending - h.failed - h.withdrawn as difference
    from (select count(*) as forwarded from decision d join pv_case k on k.id = d.case_id and k.practice = any(${practice}::boolean[])
        where d.forwardable and (d.state = 'signed' or (d.state = 'voided' and exists (select from signature_item i where i.decision_id = d.id)))) f,
      (select count(*) filter (where h.state = 'acked') as acked, count(*) filter (where h.state in ('pending', 'sent')) as pending,
        count(*) filter (where h.state = 'failed') as failed, count(*) filter (where h.state = 'withdrawn') as withdrawn
        from handoff h join decision d on d.id = h.decision_id where d.forwardable and h.practice = any(${practice}::boolean[])) h`.execute(
    db,
  )
  return rows[0] as ForwardedSum
}
