import { DomainError, type ResponseState } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

/** A reply as its rules need it, at its newest version. */
export type ResponseRow = {
  id: string
  state: ResponseState
  programmeId: string
  caseId: string
  postId: string
  versionId: string
  version: number
  template: string
  canonical: Buffer
  contentSha256: string
  /** Who wrote the newest version, and everyone who wrote any. */
  authorId: string
  authors: string[]
}

/** Throws `not_found`. */
export async function findResponse(db: Db, id: string): Promise<ResponseRow> {
  const { rows } = await sql<ResponseRow>`
    select s.id, s.state, s.programme_id as "programmeId", s.case_id as "caseId", s.post_id as "postId", s.version_id as "versionId",
      s.version, v.template, v.canonical, encode(v.content_hash, 'hex') as "contentSha256", s.author_id as "authorId",
      array(select distinct author_id::text from gate.response_version where response_id = s.id) as authors
    from gate.response_status s join gate.response_version v on v.id = s.version_id where s.id = ${id}`.execute(
    db,
  )
  return rows[0] ?? none()
}

/**
 * Locks the reply first of all, as migrations/007-gate.sql asks: whatever edits, signs, claims or stops it follows one another,
 * and its state is read under the lock.
 */
export async function lockResponse(trx: Trx, id: string): Promise<ResponseRow> {
  const locked = await trx
    .selectFrom('gate.response')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return locked ? findResponse(trx, id) : none()
}

function none(): never {
  throw new DomainError('not_found', 'There is no such reply.')
}

export async function insertResponse(
  trx: Trx,
  r: {
    id: string
    programmeId: string
    caseId: string
    postId: string
    practice: boolean
    lastEntry: string
  },
): Promise<void> {
  await trx
    .insertInto('gate.response')
    .values({
      id: r.id,
      programme_id: r.programmeId,
      case_id: r.caseId,
      post_id: r.postId,
      practice: r.practice,
      last_entry: r.lastEntry,
    })
    .execute()
}

export type NewVersion = {
  id: string
  responseId: string
  version: number
  authorId: string
  /** RFC 8785 bytes of everything the public will see. */
  canonical: Uint8Array
  template: string
  /** What the lint said of these bytes, as JSON. */
  lint: string
  lastEntry: string
}

export async function insertVersion(trx: Trx, v: NewVersion): Promise<void> {
  await trx
    .insertInto('gate.response_version')
    .values({
      id: v.id,
      response_id: v.responseId,
      version: v.version,
      author_id: v.authorId,
      canonical: Buffer.from(v.canonical),
      template: v.template,
      lint: v.lint,
      last_entry: v.lastEntry,
    })
    .execute()
}

/** Names the newest entry of the reply; `submitted` offers that version for sign-off. */
export async function saveResponse(
  trx: Trx,
  id: string,
  lastEntry: string,
  submitted?: number,
): Promise<void> {
  await trx
    .updateTable('gate.response')
    .set({ last_entry: lastEntry, ...(submitted !== undefined && { submitted_version: submitted }) })
    .where('id', '=', id)
    .execute()
}
