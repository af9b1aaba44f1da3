import { type CaseState, DomainError, type Lane, type Lease, type PriorityFlag } from '@hark/domain'
import { type Insertable, sql, type Updateable } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import type { PvCaseTable } from '../schema/cases.ts'

/** A case as its rules need it. Instants are ISO 8601 UTC. */
export type CaseRow = {
  id: string
  number: number
  programmeId: string
  /** IANA zone of the receiving entity. */
  zone: string
  practice: boolean
  group: string
  patient: string
  clusterId: string | null
  lane: Lane
  priority: PriorityFlag[]
  state: CaseState
  joinedInto: string | null
  version: number
  postedAt: string | null
  ingestedAt: string
  flaggedAt: string | null
  firstViewedAt: string | null
  vendorAwareAt: string | null
  vendorZone: string | null
  pvReceivedAt: string | null
  lease: Lease | null
}

const columns = sql`
  k.id, k.number, k.programme_id as "programmeId", g.receiving_zone as zone, k.practice, k.product_group as "group", k.patient,
  k.cluster_id as "clusterId", k.lane, k.priority, k.state, k.joined_into as "joinedInto", k.version, k.posted_at as "postedAt",
  k.ingested_at as "ingestedAt", k.flagged_at as "flaggedAt", k.first_viewed_at as "firstViewedAt",
  k.vendor_aware_at as "vendorAwareAt", k.vendor_zone as "vendorZone", k.pv_received_at as "pvReceivedAt",
  case when k.lease_by is null then null else jsonb_build_object('by', k.lease_by, 'token', k.lease_token,
    'until', to_char(k.lease_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as lease`

export async function findCase(db: Db, id: string): Promise<CaseRow> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from pv_case k join programme g on g.id = k.programme_id where k.id = ${id}`.execute(db)
  return rows[0] ?? noCase()
}

/** Locks the case: whatever changes it, its posts, clocks or decision follows one another. Throws `not_found`. */
export async function lockCase(trx: Trx, id: string): Promise<CaseRow> {
  return (await lockCases(trx, [id])).get(id) ?? noCase()
}

/** Locks several in the order of their ids, so that two who lock the same cases never wait for each other. */
export async function lockCases(trx: Trx, ids: readonly string[]): Promise<Map<string, CaseRow>> {
  const { rows } = await sql<CaseRow>`
    select ${columns} from pv_case k join programme g on g.id = k.programme_id
    where k.id = any(${[...new Set(ids)]}::uuid[]) order by k.id for update of k`.execute(trx)
  return new Map(rows.map((row) => [row.id, row]))
}

function noCase(): never {
  throw new DomainError('not_found', 'There is no such case.')
}

/** Saves changed columns; `last_entry` names the entry that tells of it. */
export async function saveCase(
  trx: Trx,
  id: string,
  set: Updateable<PvCaseTable> & { last_entry: string },
): Promise<void> {
  await trx.updateTable('pv_case').set(set).where('id', '=', id).execute()
}

export async function insertCase(trx: Trx, row: Insertable<PvCaseTable>): Promise<number> {
  const made = await trx.insertInto('pv_case').values(row).returning('number').executeTakeFirstOrThrow()
  return made.number
}

/** The database's clock: leases and signatures are timed by one clock, whichever server answers. */
export async function databaseNow(db: Db): Promise<string> {
  const { rows } = await sql<{ at: string }>`select clock_timestamp() as at`.execute(db)
  return (rows[0] as { at: string }).at
}
