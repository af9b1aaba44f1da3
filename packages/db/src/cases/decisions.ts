import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { type StoredWords, storedWords } from './words.ts'

export type DecisionRow = {
  id: string
  caseId: string
  caseNumber: number
  caseVersion: number
  practice: boolean
  authorId: string
  authorUsername: string
  authorName: string
  concludedAt: string
  /** Null once erased, which only bytes that hold the words are. */
  canonical: Buffer | null
  words: StoredWords
  contentSha256: string
  state: 'concluded' | 'signed' | 'voided'
  voidReason: string | null
  forwardable: boolean
  serious: boolean
  signature: {
    id: string
    printedName: string
    meaning: string
    signedAt: string
    zone: string
    factors: string[]
    records: number
    sealed: boolean
  } | null
}

const select = sql`
  select d.id, d.case_id as "caseId", k.number as "caseNumber", d.case_version as "caseVersion", k.practice, d.author_id as "authorId",
    a.username as "authorUsername", a.printed_name as "authorName", d.concluded_at as "concludedAt", d.canonical, ${storedWords} as words,
    encode(d.content_sha256, 'hex') as "contentSha256", d.state, d.void_reason as "voidReason", d.forwardable, d.serious,
    case when s.id is null then null else jsonb_build_object('id', s.id, 'printedName', s.printed_name, 'meaning', s.meaning,
      'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'zone', s.zone, 'factors', r.factors,
      'records', (select count(*) from signature_item where signature_id = s.id), 'sealed', s.seal is not null) end as signature
  from decision d join pv_case k on k.id = d.case_id join person a on a.id = d.author_id
  left join signature_item i on i.decision_id = d.id left join signature s on s.id = i.signature_id
  left join reauthentication r on r.id = s.reauthentication_id`

/** The decision in force of a case, signed or not; null while there is none. */
export async function liveDecision(db: Db, caseId: string): Promise<DecisionRow | null> {
  const { rows } =
    await sql<DecisionRow>`${select} where d.case_id = ${caseId} and d.state <> 'voided'`.execute(db)
  return rows[0] ?? null
}

export async function findDecisions(db: Db, ids: readonly string[]): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`${select} where d.id = any(${[...ids]}::uuid[])`.execute(db)
  return rows
}

/** A person's conclusions that wait for their signature, oldest first. */
export async function unsignedOf(db: Db, authorId: string): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    ${select} where d.author_id = ${authorId} and d.state = 'concluded' order by d.concluded_at, d.id`.execute(
    db,
  )
  return rows
}

export type NewDecision = {
  id: string
  caseId: string
  caseVersion: number
  authorId: string
  canonical: Buffer
  forwardable: boolean
  validNow: boolean
  serious: boolean
  closeReason: string | null
  concludedAt: string
  lastEntry: string
}

export async function insertDecision(trx: Trx, d: NewDecision): Promise<void> {
  await trx
    .insertInto('decision')
    .values({
      id: d.id,
      case_id: d.caseId,
      case_version: d.caseVersion,
      author_id: d.authorId,
      canonical: d.canonical,
      forwardable: d.forwardable,
      valid_now: d.validNow,
      serious: d.serious,
      close_reason: d.closeReason,
      concluded_at: d.concludedAt,
      last_entry: d.lastEntry,
    })
    .execute()
}

/** Takes its force from a decision; the bytes and the reason stay. */
export async function voidDecision(trx: Trx, id: string, reason: string, entryId: string): Promise<void> {
  await trx
    .updateTable('decision')
    .set({ state: 'voided', voided_at: sql`clock_timestamp()`, void_reason: reason, last_entry: entryId })
    .where('id', '=', id)
    .execute()
}
