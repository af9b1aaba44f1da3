import type { Generated, GeneratedAlways } from 'kysely'

export type PvCaseTable = {
  id: string
  number: GeneratedAlways<number>
  programme_id: string
  practice: boolean
  product_group: string
  patient: string
  cluster_id: string | null
  lane: string
  priority: Generated<string[]>
  state: Generated<string>
  joined_into: string | null
  version: Generated<number>
  posted_at: string | null
  ingested_at: string
  flagged_at: string | null
  first_viewed_at: string | null
  pv_received_at: string | null
  vendor_aware_at: string | null
  vendor_zone: string | null
  hold_reason: string | null
  hold_until: string | null
  lease_by: string | null
  lease_token: string | null
  lease_until: string | null
  opened_at: Generated<string>
  last_entry: string
  lane_rank: GeneratedAlways<number>
  next_due_at: Generated<string>
  index_post_id: string | null
  lang: Generated<string>
}

export type CasePostTable = {
  case_id: string
  post_id: string
  role: string
  added_at: Generated<string>
}

export type CaseTextTable = {
  post_id: string
  words: string
}

export type CaseChangeTable = {
  id: string
  kind: string
  by_person: string
  at: Generated<string>
  undo: string
  case_ids: string[]
  undone_at: string | null
}

export type CaseClockTable = {
  id: string
  case_id: string
  kind: string
  anchor: string
  anchor_at: string
  zone: string
  day0: string
  due_at: string
  set_at: Generated<string>
  reason: string | null
  signature_id: string | null
  superseded_at: string | null
  met_at: string | null
  stopped_at: string | null
}

export type EscalationTable = {
  clock_id: string
  percent: number
  at: Generated<string>
}

export type CaseDraftTable = {
  case_id: string
  person_id: string
  body: string
  saved_at: Generated<string>
}

export type RevealTable = {
  id: string
  person_id: string
  post_id: string
  reason: string
  at: Generated<string>
}

export type CaseHandedOutTable = {
  case_id: string
  person_id: string
  at: Generated<string>
}

export type ReplyReleaseTable = {
  id: string
  case_id: string
  post_id: string
  released_by: string
  note: Generated<string>
  released_at: Generated<string>
  ended_at: string | null
  ended_by: string | null
  last_entry: string
}

export type PostAccountTable = {
  post_id: string
  programme_id: string
  source_id: string
  practice: boolean
  counted_hour: string
  state: string
}

export type CasesTables = {
  pv_case: PvCaseTable
  case_post: CasePostTable
  case_text: CaseTextTable
  case_change: CaseChangeTable
  case_clock: CaseClockTable
  escalation: EscalationTable
  case_draft: CaseDraftTable
  reveal: RevealTable
  case_handed_out: CaseHandedOutTable
  reply_release: ReplyReleaseTable
  post_account: PostAccountTable
}
