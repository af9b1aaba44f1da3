import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'

/** The sealed handle of a post that belongs to a case or its thread; undefined for any other post. */
export async function sealedHandle(db: Db, postId: string): Promise<{ sealed: Buffer | null } | undefined> {
  return db.selectFrom('post').select('author_sealed as sealed').where('id', '=', postId).executeTakeFirst()
}

export async function insertReveal(
  trx: Trx,
  r: { personId: string; postId: string; reason: string },
): Promise<void> {
  await sql`insert into reveal (id, person_id, post_id, reason) values (${uuidv7()}, ${r.personId}, ${r.postId}, ${r.reason})`.execute(
    trx,
  )
}
