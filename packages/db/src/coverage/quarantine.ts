import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { type Actor, appendEntry } from '../entries.ts'

export type Quarantined = {
  postId: string
  platform: string
  source: string
  attempts: number
  lastError: string | null
  since: string
  practice: boolean
}

/** Posts that could not be processed: poison ends here, seen by people, never dropped. */
export async function listQuarantine(db: Db): Promise<Quarantined[]> {
  const { rows } = await sql<Quarantined>`
    select q.post_id as "postId", p.platform, s.name as source, q.attempts, q.last_error as "lastError", p.stored_at as since, p.practice
    from post_stage q join post p on p.id = q.post_id join source s on s.id = p.source_id where q.state = 'quarantined' order by p.stored_at`.execute(
    db,
  )
  return rows
}

/** Gives a quarantined post back to the classifier with fresh attempts. Null when it is not quarantined. */
export async function retryQuarantined(trx: Trx, postId: string, actor: Actor): Promise<string | null> {
  const { numAffectedRows } = await sql`
    update post_stage set state = 'pending', gen = gen + 1, attempts = 0, dispatched_at = null, lease_token = null, lease_until = null
    where post_id = ${postId} and state = 'quarantined'`.execute(trx)
  if (numAffectedRows !== 1n) return null
  return appendEntry(trx, { actor, action: 'post.retried', object: { type: 'post', id: postId } })
}
