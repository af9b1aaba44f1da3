import type { Generated, GeneratedAlways } from 'kysely'

export type DecisionTable = {
  id: string
  case_id: string
  case_version: number
  author_id: string
  /** Null once erased: bytes signed before words were committed to held the words themselves. */
  canonical: Buffer | null
  content_sha256: GeneratedAlways<Buffer>
  post_ids: GeneratedAlways<string[]>
  concluded_entry: GeneratedAlways<string | null>
  forwardable: boolean
  valid_now: boolean
  serious: boolean
  close_reason: string | null
  state: Generated<string>
  concluded_at: Generated<string>
  voided_at: string | null
  void_reason: string | null
  last_entry: string
}

export type SignatureTable = {
  id: string
  signer_id: string
  printed_name: string
  meaning: string
  signed_at: Generated<string>
  zone: string
  reauthentication_id: string
  statement: Buffer
  seal: string | null
  last_entry: string
}

export type SignatureItemTable = {
  signature_id: string
  decision_id: string
  content_sha256: Buffer
}

export type HandoffTable = {
  id: string
  case_id: string
  decision_id: string
  content_sha256: Buffer
  practice: boolean
  destination: string
  /** Null once erased: the safety database has it, and the terms let nothing be kept here. */
  packet: Buffer | null
  packet_erased_at: string | null
  state: Generated<string>
  attempts: Generated<number>
  next_attempt_at: Generated<string>
  created_at: Generated<string>
  sent_at: string | null
  acked_at: string | null
  safety_case_id: string | null
  last_error: string | null
  delivering_since: string | null
  withdrawn_at: string | null
  superseded_at: string | null
  superseded_by: string | null
  last_entry: string
}

export type DecisionsTables = {
  decision: DecisionTable
  signature: SignatureTable
  signature_item: SignatureItemTable
  handoff: HandoffTable
}
