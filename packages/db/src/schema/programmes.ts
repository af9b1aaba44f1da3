import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { Json } from './json.ts'

export type ProgrammeTable = {
  id: string
  name: string
  kind: string
  objective: Generated<string>
  strategy: Generated<string>
  markets: Generated<string[]>
  languages: Generated<string[]>
  responsible: Generated<string[]>
  receiving_entity: string
  receiving_zone: string
  reply_account: string | null
  created_at: Generated<string>
  last_entry: string
}

export type ProductTable = {
  id: string
  programme_id: string
  product_group: string
  brand: string
  substance: string
  own: Generated<boolean>
}

export type ProductNameTable = {
  product_id: string
  name: string
  kind: string
  ambiguous: Generated<boolean>
}

export type SourceTable = {
  id: string
  programme_id: string
  platform: string
  name: string
  config: ColumnType<Json, string | undefined, string>
  policy: ColumnType<Json, string, string>
  state: Generated<string>
  acknowledged_by: string | null
  acknowledged_at: string | null
  permission_reference: string | null
  reach: Generated<string[]>
  cursor: string | null
  last_success_at: string | null
  last_error: string | null
  counted_as: string | null
  created_at: Generated<string>
  last_entry: string
}

export type SourceCountTable = {
  source_id: string
  hour: string
  offered: Generated<number>
  unmatched: Generated<number>
  duplicate: Generated<number>
  stored: Generated<number>
  rejected: Generated<number>
}

export type RejectionTable = {
  id: GeneratedAlways<number>
  source_id: string
  batch_id: string
  line: number | null
  reason: string
  at: Generated<string>
}

export type FileImportTable = {
  id: string
  programme_id: string
  person_id: string
  file_name: string
  bytes: number
  made_at: Generated<string>
  touched_at: Generated<string>
  state: Generated<'open' | 'wanted' | 'done' | 'failed' | 'dropped'>
  source_id: string | null
  mapping: ColumnType<Json | null, string | null, string | null>
  share: Generated<number>
  attempts: Generated<number>
  offered: Generated<number>
  unmatched: Generated<number>
  duplicate: Generated<number>
  stored: Generated<number>
  rejected: Generated<number>
  problem: string | null
  ended_at: string | null
}

export type CoverageGapTable = {
  id: string
  source_id: string
  from_at: string
  to_at: string | null
  reason: string
  state: Generated<string>
  opened_at: Generated<string>
  closed_at: string | null
  lane: Generated<string>
}

export type PlatformSpentTable = {
  counted_as: string
  name: string
  amount: number
  at: string
}

export type PlatformPauseTable = {
  counted_as: string
  name: string
  until_at: string
}

export type SecretTable = {
  source_id: string
  name: string
  sealed: Buffer
  set_at: Generated<string>
}

export type HookDeliveryTable = {
  id: string
  source_id: string
  delivery_id: string
  headers: ColumnType<Json, string, string>
  body: Buffer | null
  received_at: Generated<string>
  drained_at: string | null
  outcome: string | null
}

export type ProgrammesTables = {
  programme: ProgrammeTable
  product: ProductTable
  product_name: ProductNameTable
  source: SourceTable
  source_count: SourceCountTable
  rejection: RejectionTable
  file_import: FileImportTable
  coverage_gap: CoverageGapTable
  platform_spent: PlatformSpentTable
  platform_pause: PlatformPauseTable
  source_secret: SecretTable
  hook_secret: SecretTable
  hook_delivery: HookDeliveryTable
}
