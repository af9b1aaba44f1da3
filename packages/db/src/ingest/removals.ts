import type { Removal } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { pseudonymOf } from '../seal.ts'
import { storable } from './post-row.ts'

/**
 * Applies what a platform says is gone (field-guide §5.3). Never flagged: content is erased, a tombstone stays. Flagged or undecided
 * whether flagged: the safety review holds it, shown as deleted by its author. A deletion overrides what can be taken back (a
 * suspension, a take-down). Returns how many posts each befell.
 */
export async function applyRemovals(
  trx: Trx,
  platform: string,
  removals: readonly Removal[],
  pseudonymKey: Buffer,
): Promise<{ erased: number; marked: number }> {
  const posts = removals
    .filter((r) => r.kind === 'post')
    .map((r) => ({ ...r, externalId: storable(r.externalId) }))
  const authors = removals.filter((r) => r.kind === 'author')
  const back = removals.filter((r) => r.kind === 'author_restored')
  const refs = authors.map((a) => pseudonymOf(pseudonymKey, platform, a.authorId))
  const marked = await sql<{ id: string }>`
    update post p set removed_at = g.at, removal_reason = g.reason
    from (
      select id as post_id, r.at, r.reason from post join unnest(${posts.map((p) => p.externalId)}::text[], ${posts.map((p) => p.at)}::timestamptz[], ${posts.map((p) => p.reason)}::text[])
        as r(external_id, at, reason) using (external_id) where platform = ${platform}
      union all
      select id, r.at, r.reason from post join unnest(${refs}::bytea[], ${authors.map((a) => a.at)}::timestamptz[], ${authors.map((a) => a.reason)}::text[])
        as r(author_ref, at, reason) using (author_ref) where platform = ${platform}
    ) g
    where p.id = g.post_id and (p.removed_at is null or (g.reason = 'deleted' and p.removal_reason <> 'deleted')) returning p.id`.execute(
    trx,
  )
  const ids = marked.rows.map((r) => r.id)
  if (back.length > 0)
    await restoreAuthors(
      trx,
      platform,
      back.map((b) => pseudonymOf(pseudonymKey, platform, b.authorId)),
    )
  return { marked: ids.length, erased: await eraseUnflagged(trx, ids) }
}

/** A suspension or deactivation is reversible; what was only marked is shown again. */
async function restoreAuthors(trx: Trx, platform: string, refs: Buffer[]): Promise<void> {
  await sql`update post set removed_at = null, removal_reason = null
    where platform = ${platform} and author_ref = any(${refs}::bytea[]) and erased_at is null and removal_reason in ('suspended', 'deactivated', 'taken_down')`.execute(
    trx,
  )
}

async function eraseUnflagged(trx: Trx, ids: readonly string[]): Promise<number> {
  const erased = await sql<{ id: string }>`
    update post p set erased_at = clock_timestamp(), text = null, raw = null, author_sealed = null, author_ref = null, url = null, media = '[]'
    from post_stage s
    where s.post_id = p.id and s.stage = 'classify' and s.state = 'done' and s.outcome = 'negative'
      and p.id = any(${[...ids]}::uuid[]) and p.removal_reason = 'deleted'
      and not exists (select from case_post c where c.post_id = p.id)
    returning p.id`.execute(trx)
  const gone = erased.rows.map((r) => r.id)
  await sql`delete from finding where post_id = any(${gone}::uuid[])`.execute(trx)
  return gone.length
}
