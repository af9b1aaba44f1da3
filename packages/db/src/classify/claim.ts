import type { Post } from '@hark/domain'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntry } from '../entries.ts'
import { uuidv7 } from '../ids.ts'

/** Tries after which a post is set aside for a person. */
export const MOST_ATTEMPTS = 5
/** Longer than the longest honest batch; after a crash its posts wait this long. */
const LEASE_SECONDS = 60

export type ClaimedPost = {
  id: string
  programmeId: string
  practice: boolean
  platform: string
  externalId: string
  text: string
  lang: string | null
  media: Post['media']
  parentId: string | null
  rootId: string | null
  authorRef: string | null
  postedAt: string | null
  storedAt: string
}

/**
 * Takes work: only rows of the job's generation that nobody holds. The attempt counts here, not in a catch, so a post that
 * kills the process is counted too. Rows out of attempts are left, and set aside. A zombie's later finish is fenced by `token`.
 * By arrays, not by a join: on tables not yet analysed the planner joined every waiting row with every item.
 */
export async function claimStages(
  db: Db,
  items: readonly { postId: string; gen: number }[],
  leaseSeconds = LEASE_SECONDS,
): Promise<{ token: string; posts: ClaimedPost[] }> {
  const token = uuidv7()
  const ids = items.map((i) => i.postId)
  const keys = items.map((i) => `${i.postId} ${i.gen}`)
  const { rows: posts } = await sql<ClaimedPost>`
    with taken as (
      update post_stage s set state = 'running', attempts = attempts + 1, lease_token = ${token}, lease_until = clock_timestamp() + make_interval(secs => ${leaseSeconds})
      where s.post_id = any(${ids}::uuid[]) and s.stage = 'classify' and s.post_id || ' ' || s.gen = any(${keys}::text[]) and s.attempts < ${MOST_ATTEMPTS}
        and (s.state = 'pending' or (s.state = 'running' and s.lease_until < clock_timestamp()))
      returning s.post_id)
    select p.id, p.programme_id as "programmeId", p.practice, p.platform, p.external_id as "externalId", coalesce(p.text, '') as text, p.lang, p.media,
      p.parent_id as "parentId", p.root_id as "rootId", encode(p.author_ref, 'hex') as "authorRef", p.posted_at as "postedAt", p.stored_at as "storedAt"
    from taken join post p on p.id = taken.post_id order by p.id`.execute(db)
  if (posts.length < items.length) await db.transaction().execute((trx) => quarantineExhausted(trx, ids))
  return { token, posts }
}

async function quarantineExhausted(trx: Trx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ post_id: string; attempts: number }>`
    update post_stage set state = 'quarantined', lease_token = null, lease_until = null
    where stage = 'classify' and post_id = any(${[...ids]}::uuid[]) and attempts >= ${MOST_ATTEMPTS}
      and (state = 'pending' or (state = 'running' and lease_until < clock_timestamp()))
    returning post_id, attempts`.execute(trx)
  for (const r of rows) {
    await appendEntry(trx, {
      actor: { id: 'classifier', kind: 'service' },
      action: 'post.quarantined',
      object: { type: 'post', id: r.post_id },
      ref: { attempts: String(r.attempts) },
    })
  }
}

/** Gives work back after a failure that may pass, to be tried alone and later; the reason is a code, never text of the post. */
export async function releaseStages(
  db: Db,
  token: string,
  postIds: readonly string[],
  reason: string,
): Promise<void> {
  await sql`update post_stage set state = 'pending', gen = gen + 1, dispatched_at = null, lease_token = null, lease_until = null, last_error = ${reason}
    where stage = 'classify' and lease_token = ${token} and post_id = any(${[...postIds]}::uuid[])`.execute(
    db,
  )
}
