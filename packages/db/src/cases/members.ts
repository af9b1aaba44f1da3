import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

export type Member = {
  postId: string
  role: 'index' | 'copy' | 'follow_up'
  /** As the database writes it, to the microsecond: an undo restores it exactly. */
  addedAt: string
}

/** Posts of a case, the index post first, then in the order they came. */
export async function membersOf(db: Db, caseId: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select post_id as "postId", role, added_at::text as "addedAt" from case_post
    where case_id = ${caseId} order by role = 'index' desc, added_at, post_id`.execute(db)
  return rows
}

/** Replaces the posts of a case. */
export async function setMembers(trx: Trx, caseId: string, members: readonly Member[]): Promise<void> {
  await trx.deleteFrom('case_post').where('case_id', '=', caseId).execute()
  await addMembers(trx, caseId, members)
}

export async function addMembers(trx: Trx, caseId: string, members: readonly Member[]): Promise<void> {
  if (members.length === 0) return
  await trx
    .insertInto('case_post')
    .values(members.map((m) => ({ case_id: caseId, post_id: m.postId, role: m.role, added_at: m.addedAt })))
    .execute()
}

/** The first becomes the index post when none of them is. */
export function withIndex(members: readonly Member[]): Member[] {
  if (members.some((m) => m.role === 'index')) return [...members]
  return members.map((m, i) => (i === 0 ? { ...m, role: 'index' } : m))
}

/** What a decision rests on: id, version hash and text of each post; an erased one has no text. */
export async function textsOf(
  db: Db,
  caseId: string,
): Promise<{ id: string; versionSha256: string; text: string | null }[]> {
  const { rows } = await sql<{ id: string; versionSha256: string; text: string | null }>`
    select p.id, encode(p.version_sha256, 'hex') as "versionSha256", p.text
    from case_post c join post p on p.id = c.post_id where c.case_id = ${caseId} order by p.id`.execute(db)
  return rows
}
