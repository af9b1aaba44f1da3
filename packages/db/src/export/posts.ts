import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { AsOf, ExportQuery } from './period.ts'

/** A stored post as its batch's entry commits to it: enough to prove it was stored then, without its text. */
export type PostProofRow = {
  id: string
  entryId: string
  seq: number
  source: string
  platform: string
  externalId: string
  versionSha256: string
  receivedAt: string
  storedAt: string
}

const PAGE = 5_000

/** Every post stored in the period, in the order its batch's Merkle root has it. */
export async function* listStoredPosts(db: Db, q: ExportQuery, as: AsOf): AsyncGenerator<PostProofRow> {
  let after = { seq: -1, id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const { rows } = await sql<PostProofRow>`
      select p.id, p.entry_id as "entryId", e.leaf_index as seq, s.name as source, p.platform, p.external_id as "externalId", encode(p.version_sha256, 'hex') as "versionSha256",
        p.received_at as "receivedAt", p.stored_at as "storedAt"
      from ledger_entry e join post p on p.entry_id = e.id join source s on s.id = p.source_id
      where e.action = 'posts.ingested' and e.leaf_index < ${as.size} and e.at >= ${q.from} and e.at < ${q.to} and (e.leaf_index, p.id) > (${after.seq}, ${after.id}::uuid)
        ${q.programme ? sql`and p.programme_id = ${q.programme}` : sql``}
      order by e.leaf_index, p.id limit ${PAGE}`.execute(db)
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last
  }
}

export type HourCounts = {
  source: string
  hour: string
  offered: number
  unmatched: number
  duplicate: number
  stored: number
  rejected: number
}

/** The counts of the whole hours of the period: an hour still running would give other bytes tomorrow. */
export async function listCounts(db: Db, q: ExportQuery, as: AsOf): Promise<HourCounts[]> {
  const { rows } = await sql<HourCounts>`
    select s.name as source, c.hour, c.offered, c.unmatched, c.duplicate, c.stored, c.rejected from source_count c join source s on s.id = c.source_id
    where c.hour >= ${q.from} and c.hour < ${q.to} and c.hour + interval '1 hour' <= ${as.at} ${q.programme ? sql`and s.programme_id = ${q.programme}` : sql``}
    order by c.hour, s.name, s.id`.execute(db)
  return rows
}
