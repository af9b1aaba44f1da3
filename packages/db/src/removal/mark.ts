import type { Removal } from '@hark/domain'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { storable } from '../ingest/post-row.ts'
import { pseudonymOf } from '../seal.ts'
import { erasePosts } from './erase.ts'
import { type Befallen, recordRemovals } from './record.ts'
import { noteReplies } from './replies.ts'

/** `seenAgoMs`: how long before this transaction began the word of it came. */
export type RemovalsAt = {
  sourceId: string
  platform: string
  pseudonymKey: Buffer
  seenAgoMs: number
}

const ingest = { id: 'ingest', kind: 'service' } as const

/** What a platform can take back: an account's state, or a label. */
const liftable = sql.raw(`'suspended', 'deactivated', 'taken_down', 'hidden'`)
const accountWhys = sql.raw(`'suspended', 'deactivated', 'taken_down', 'author_restored'`)

/**
 * Applies what a platform says is gone (field-guide §5.3). Never flagged: content is erased, a tombstone stays. Flagged or undecided
 * whether flagged: the safety review holds it, shown as deleted by its author, as far as the terms allow. A deletion overrides what
 * can be taken back (a suspension, a take-down).
 */
export async function applyRemovals(trx: Trx, removals: readonly Removal[], at: RemovalsAt): Promise<void> {
  for (const run of runsOf(removals)) await applyRun(trx, run, at)
  await noteReplies(trx, removals, at)
}

const stepOf = (r: Removal): 'deleted' | 'label' | 'account' | 'label_back' | 'account_back' => {
  if (r.kind === 'post_restored') return r.of === 'account' ? 'account_back' : 'label_back'
  if (r.kind === 'author_restored') return r.of === 'hidden' ? 'label_back' : 'account_back'
  return r.reason === 'deleted' ? 'deleted' : r.reason === 'hidden' ? 'label' : 'account'
}

/**
 * What befell one post in one batch, in its order: one statement would take any one of the causes and lose the others, and a lift before
 * a new suspension would undo it. Deletions first, for nothing takes them back.
 */
function runsOf(removals: readonly Removal[]): Removal[][] {
  const runs: Removal[][] = []
  const isDeleted = (r: Removal) => Number(stepOf(r) === 'deleted')
  for (const removal of removals.toSorted((a, b) => isDeleted(b) - isDeleted(a))) {
    const run = runs.at(-1)
    if (run?.[0] && stepOf(run[0]) === stepOf(removal)) run.push(removal)
    else runs.push([removal])
  }
  return runs
}

/** Removals of one kind. Told at once: what holds after a lift is read from what was told. */
async function applyRun(trx: Trx, removals: readonly Removal[], at: RemovalsAt): Promise<void> {
  const marked = await markGone(trx, removals, at)
  const restored = await restore(trx, removals, at)
  const erased = await eraseUnflagged(
    trx,
    marked.map(({ postId }) => postId),
  )
  const object = { type: 'source', id: at.sourceId }
  const { seenAgoMs } = at
  await recordRemovals(trx, [...marked, ...restored, ...erased], { actor: ingest, object, seenAgoMs })
}

/** Another version was stored: the ones before it are no longer what the platform shows. */
export async function markReplaced(
  trx: Trx,
  fresh: readonly string[],
  at: Pick<RemovalsAt, 'sourceId' | 'seenAgoMs'>,
): Promise<void> {
  if (fresh.length === 0) return
  const { rows } = await sql<{ postId: string }>`
    update post p set removed_at = clock_timestamp(), removal_reason = 'edited' from post n
    where n.id = any(${[...fresh]}::uuid[]) and p.programme_id = n.programme_id and p.platform = n.platform and p.external_id = n.external_id
      and p.id <> n.id and p.stored_at <= n.stored_at and p.removed_at is null
    returning p.id as "postId"`.execute(trx)
  const marked = rows.map(({ postId }) => ({ postId, act: 'marked' as const, why: 'edited' }))
  const erased = await eraseUnflagged(
    trx,
    rows.map(({ postId }) => postId),
  )
  await recordRemovals(trx, [...marked, ...erased], {
    actor: ingest,
    object: { type: 'source', id: at.sourceId },
    seenAgoMs: at.seenAgoMs,
  })
}

async function markGone(
  trx: Trx,
  removals: readonly Removal[],
  { platform, pseudonymKey }: RemovalsAt,
): Promise<Befallen[]> {
  const posts = removals
    .filter((r) => r.kind === 'post')
    .map((r) => ({ ...r, externalId: storable(r.externalId) }))
  const authors = removals.filter((r) => r.kind === 'author')
  const refs = authors.map((a) => pseudonymOf(pseudonymKey, platform, a.authorId))
  const { rows } = await sql<{ postId: string; why: string }>`
    update post p set removed_at = case when g.reason = 'deleted' then g.at else least(p.removed_at, g.at) end, removal_reason = g.reason
    from (
      select id as post_id, r.at, r.reason from post join unnest(${posts.map((p) => p.externalId)}::text[], ${posts.map((p) => p.at)}::timestamptz[], ${posts.map((p) => p.reason)}::text[])
        as r(external_id, at, reason) using (external_id) where platform = ${platform}
      union all
      select id, r.at, r.reason from post join unnest(${refs}::bytea[], ${authors.map((a) => a.at)}::timestamptz[], ${authors.map((a) => a.reason)}::text[])
        as r(author_ref, at, reason) using (author_ref) where platform = ${platform}
    ) g
    where p.id = g.post_id and (p.removed_at is null or (g.reason = 'deleted' and p.removal_reason <> 'deleted')
      or (p.removal_reason in (${liftable}) and (g.reason = 'hidden') <> (p.removal_reason = 'hidden')))
    returning p.id as "postId", p.removal_reason as why`.execute(trx)
  return rows.map((row) => ({ ...row, act: 'marked' }))
}

/**
 * What is lifted is shown again, unless another cause still holds: an account that comes back does not undo a moderator's label, nor a
 * lifted label a suspension. The causes of a post are its history in `post_removal`.
 */
async function restore(
  trx: Trx,
  removals: readonly Removal[],
  { platform, pseudonymKey }: RemovalsAt,
): Promise<Befallen[]> {
  const authors = removals.filter((r) => r.kind === 'author_restored')
  const refsOf = (label: boolean) =>
    authors
      .filter((a) => (a.of === 'hidden') === label)
      .map((a) => pseudonymOf(pseudonymKey, platform, a.authorId))
  const posts = removals.filter((r) => r.kind === 'post_restored')
  const postsOf = (label: boolean) =>
    posts.filter((p) => (p.of !== 'account') === label).map((p) => storable(p.externalId))
  return [
    ...(await lift(trx, platform, { refs: refsOf(false), posts: postsOf(false), label: false })),
    ...(await lift(trx, platform, { refs: refsOf(true), posts: postsOf(true), label: true })),
  ]
}

async function lift(
  trx: Trx,
  platform: string,
  { refs, posts, label }: { refs: Buffer[]; posts: string[]; label: boolean },
): Promise<Befallen[]> {
  if (refs.length + posts.length === 0) return []
  const why = label ? 'label_lifted' : 'author_restored'
  const last = (ofLabel: boolean) => sql`(
    select case r.act when 'marked' then r.why end from post_removal r
    where r.post_id = p.id and r.why in (${ofLabel ? sql`'hidden', 'label_lifted'` : accountWhys}) order by r.id desc limit 1)`
  const { rows } = await sql<{ postId: string }>`
    update post t set removed_at = case when c.other is null then null else t.removed_at end, removal_reason = c.other
    from (
      select p.id, p.removal_reason, ${last(label)} as own, ${last(!label)} as other from post p
      where p.platform = ${platform} and (p.author_ref = any(${refs}::bytea[]) or p.external_id = any(${posts}::text[]))
        and p.erased_at is null and p.removal_reason in (${liftable})
    ) c
    where t.id = c.id and (c.own is not null or (c.removal_reason = 'hidden') = ${label})
    returning t.id as "postId"`.execute(trx)
  return rows.map((row) => ({ ...row, act: 'restored', why }))
}

/** Of posts just marked, those judged and in no case. What can still be taken back is only hidden for now. */
async function eraseUnflagged(trx: Trx, ids: readonly string[]): Promise<Befallen[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ postId: string; why: string }>`
    select p.id as "postId", p.removal_reason as why from post p join post_stage s on s.post_id = p.id and s.stage = 'classify'
    where p.id = any(${[...ids]}::uuid[]) and p.erased_at is null and p.removal_reason in ('deleted', 'edited')
      and s.state = 'done' and s.outcome = 'negative' and not exists (select from case_post c where c.post_id = p.id)`.execute(
    trx,
  )
  await erasePosts(
    trx,
    rows.map(({ postId }) => postId),
  )
  return rows.map((row) => ({ ...row, act: 'erased' }))
}
