import { DomainError } from '@hark/domain'
import { type BatchCommitment, type BatchProof, proveInBatch } from '@hark/ledger'
import type { Db } from '../connect.ts'
import { postLeaf } from '../ingest/post-row.ts'

/** Shows that one post was stored, in this version, by the batch of one ledger entry; checkable without us by `verifyInBatch`. */
export type PostProof = {
  leaf: string
  proof: BatchProof
  entry: { id: string; seq: number | null; at: string; batch: BatchCommitment }
}

/** Throws `not_found` for an unknown post. The leaf is text: `post NUL id NUL version hash`. */
export async function provePost(db: Db, postId: string): Promise<PostProof> {
  const post = await db
    .selectFrom('post')
    .select(['id', 'entry_id'])
    .where('id', '=', postId)
    .executeTakeFirst()
  if (!post) throw new DomainError('not_found', 'There is no post with this id.')
  const entry = await db
    .selectFrom('ledger_entry')
    .select(['id', 'leaf_index as seq', 'at', 'body'])
    .where('id', '=', post.entry_id)
    .executeTakeFirstOrThrow()
  const batch = await db
    .selectFrom('post')
    .select(['id', 'version_sha256'])
    .where('entry_id', '=', post.entry_id)
    .orderBy('id')
    .execute()
  const leaves = batch.map(postLeaf)
  const index = batch.findIndex((p) => p.id === postId)
  const { body, ...place } = entry
  return {
    leaf: leaves[index]?.toString('utf8') ?? '',
    proof: proveInBatch(leaves, index),
    entry: { ...place, batch: (JSON.parse(body) as { batch: BatchCommitment }).batch },
  }
}
