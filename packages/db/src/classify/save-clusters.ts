import { sql } from 'kysely'
import type { Trx } from '../connect.ts'
import { insertRows } from '../insert-rows.ts'

export type NewClusterPost = {
  postId: string
  clusterId: string
  isNew: boolean
  similarity: number
  bands: string[]
}

/** Clusters of near-copies among flagged posts, with the bands by which the next copy will find them. */
export async function insertClusters(
  trx: Trx,
  programmeId: string,
  posts: readonly NewClusterPost[],
): Promise<void> {
  if (posts.length === 0) return
  const fresh = posts.filter((p) => p.isNew)
  const clusters = fresh.map((p) => ({
    id: p.clusterId,
    programme_id: programmeId,
    exemplar_post_id: p.postId,
  }))
  await insertRows(trx, 'cluster', clusters)
  const members = posts.map((p) => ({ post_id: p.postId, cluster_id: p.clusterId, similarity: p.similarity }))
  await insertRows(trx, 'cluster_post', members)
  const bands = posts.flatMap((p) => [...new Set(p.bands)].map((band) => ({ band, postId: p.postId })))
  await sql`insert into near_copy_band (programme_id, band, post_id)
    select ${programmeId}, band, post_id from unnest(${bands.map((b) => b.band)}::bigint[], ${bands.map((b) => b.postId)}::uuid[]) as b(band, post_id)`.execute(
    trx,
  )
}
