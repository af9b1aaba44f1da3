import { commitBatch } from '@hark/ledger'
import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { type Actor, appendEntry, newEntryId } from '../entries.ts'

export type RemovalAct = 'marked' | 'restored' | 'erased' | 'reduced'

/** What befell one post, and the ground on which anything of it was kept. */
export type Befallen = {
  postId: string
  act: RemovalAct
  why: string
  ground?: string | null
  permissionReference?: string | null
}

/**
 * Writes what befell posts, and one entry whose Merkle root commits to each: that this post was erased then, and why, can be proved
 * without naming it. `seenAgoMs`: how long before this transaction began the word of it came; without it, a step counts from the word of the
 * mark before it.
 */
export async function recordRemovals(
  trx: Trx,
  befallen: readonly Befallen[],
  by: { actor: Actor; object: { type: string; id: string }; seenAgoMs?: number },
): Promise<void> {
  if (befallen.length === 0) return
  const entryId = newEntryId()
  const rows = befallen.toSorted((a, b) => (a.postId < b.postId ? -1 : a.postId > b.postId ? 1 : 0))
  const column = <K extends keyof Befallen>(k: K) => rows.map((r) => r[k] ?? null)
  const { seenAgoMs, ...told } = by
  const seen =
    seenAgoMs === undefined
      ? sql`(select m.seen_at from post_removal m where m.post_id = r.post_id and m.act = 'marked' order by m.id desc limit 1)`
      : sql`now() - make_interval(secs => ${Math.max(0, seenAgoMs) / 1000})`
  await sql`
    insert into post_removal (post_id, act, why, ground, permission_reference, entry_id, seen_at)
    select r.*, ${entryId}, ${seen} from unnest(${column('postId')}::uuid[], ${column('act')}::text[], ${column('why')}::text[], ${column('ground')}::text[],
      ${column('permissionReference')}::text[]) as r (post_id, act, why, ground, permission_reference)`.execute(
    trx,
  )
  const count = (act: RemovalAct) => String(rows.filter((r) => r.act === act).length)
  await appendEntry(
    trx,
    {
      ...told,
      action: 'posts.removed',
      ref: {
        marked: count('marked'),
        erased: count('erased'),
        reduced: count('reduced'),
        restored: count('restored'),
      },
      batch: commitBatch(rows.map(removalLeaf)),
    },
    { id: entryId },
  )
}

/** The leaf of one removal in its entry's Merkle root. */
export const removalLeaf = ({ postId, act, why }: Pick<Befallen, 'postId' | 'act' | 'why'>): Buffer =>
  Buffer.from(`removal\0${postId}\0${act}\0${why}`)
