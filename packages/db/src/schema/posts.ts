import type { ColumnType, Generated } from 'kysely'
import type { Json } from './json.ts'

export type PostTable = {
  id: string
  programme_id: string
  source_id: string
  platform: string
  external_id: string
  version_sha256: Buffer
  revision: Generated<string>
  practice: boolean
  author_ref: Buffer | null
  author_sealed: Buffer | null
  /** Somebody was known, and is no more. */
  author_withheld: Generated<boolean>
  text: string | null
  lang: string | null
  url: string | null
  media: ColumnType<Json, string | undefined, string>
  raw: string | null
  posted_at: string | null
  received_at: string
  stored_at: Generated<string>
  counted_hour: string
  parent_id: string | null
  root_id: string | null
  quoted_id: string | null
  removed_at: string | null
  removal_reason: string | null
  erased_at: string | null
  reduced_at: string | null
  entry_id: string
}

export type PostStageTable = {
  post_id: string
  stage: string
  gen: Generated<number>
  state: Generated<string>
  outcome: string | null
  lease_token: string | null
  lease_until: string | null
  attempts: Generated<number>
  dispatched_at: string | null
  created_at: Generated<string>
  last_error: string | null
}

export type QueueEpochTable = {
  only_row: Generated<boolean>
  epoch: string
}

export type FindingTable = {
  id: string
  post_id: string
  product_id: string
  model: string
  score: number
  threshold: number
  flagged: boolean
  detail: ColumnType<Json, string, string>
  structure: ColumnType<Json | null, string | null | undefined, null>
  seriousness: Generated<string[]>
  special: Generated<string[]>
  priority: Generated<string[]>
  sentiment: string
  sentiment_score: number
  lang: string
  at: Generated<string>
  entry_id: string
}

export type ClusterTable = {
  id: string
  programme_id: string
  exemplar_post_id: string
  created_at: Generated<string>
}

export type ClusterPostTable = {
  post_id: string
  cluster_id: string
  similarity: number
}

export type NearCopyBandTable = {
  programme_id: string
  band: string
  post_id: string
}

export type PostRemovalTable = {
  id: Generated<number>
  post_id: string
  act: string
  why: string
  ground: string | null
  permission_reference: string | null
  at: Generated<string>
  seen_at: string | null
  entry_id: string
}

export type PostCheckTable = {
  post_id: string
  source_id: string
  counted_hour: string
  checked_at: string
  asked_at: Generated<string | null>
}

export type PostsTables = {
  post: PostTable
  post_stage: PostStageTable
  queue_epoch: QueueEpochTable
  finding: FindingTable
  cluster: ClusterTable
  cluster_post: ClusterPostTable
  near_copy_band: NearCopyBandTable
  post_removal: PostRemovalTable
  post_check: PostCheckTable
}
