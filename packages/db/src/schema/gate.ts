import type { Generated, GeneratedAlways } from 'kysely'

export type GateResponseTable = {
  id: string
  programme_id: string
  case_id: string
  post_id: string
  practice: boolean
  platform: Generated<string>
  thread: Generated<string>
  created_at: Generated<string>
  submitted_version: number | null
  withdrawn_at: string | null
  withdrawn_reason: string | null
  last_entry: string
}

export type GateResponseVersionTable = {
  id: string
  response_id: string
  version: number
  author_id: string
  canonical: Buffer
  content_hash: GeneratedAlways<Buffer>
  template: string
  lint: string
  created_at: Generated<string>
  last_entry: string
}

export type GateSignatureTable = {
  id: string
  response_version_id: string
  content_hash: Buffer
  signer_id: string
  printed_name: string
  meaning: string
  reason: string | null
  signed_at: Generated<string>
  zone: string
  reauthentication_id: string
  statement: Buffer
  seal: string | null
  leaf_index: number | null
  last_entry: string
}

export type GateSignatureRevocationTable = {
  signature_id: string
  by_id: string
  reason: string
  at: Generated<string>
}

export type GateKillSwitchTable = {
  scope: string
  engaged: boolean
  by_id: string | null
  reason: string | null
  at: Generated<string>
  release_asked_by: string | null
}

export type GatePublishOrderTable = {
  id: string
  response_version_id: string
  content_hash: Buffer
  signature_id: string
  meaning: Generated<string>
  hold_until: string
  expires_at: string
  state: Generated<string>
  created_at: Generated<string>
  last_entry: string
}

export type GatePublishAttemptTable = {
  id: Generated<string>
  order_id: string
  n: number
  started_at: Generated<string>
  finished_at: string | null
  outcome: string | null
  remote_id: string | null
  remote_url: string | null
  reason: string | null
}

export type GateUnknownVerdictTable = {
  attempt_id: string
  person_id: string
  verdict: string
  reason: string
  at: Generated<string>
}

export type GateClusterIdentityTable = {
  only_row: Generated<boolean>
  system_identifier: number
  timeline: number
  made: string
}

export type GateOptOutTable = {
  platform: string
  author_ref: Buffer
  by_id: string
  reason: string
  at: Generated<string>
}

export type GateResponseStatusTable = {
  id: string
  programme_id: string
  case_id: string
  post_id: string
  practice: boolean
  platform: string
  thread: string
  created_at: string
  version_id: string
  version: number
  author_id: string
  order_id: string | null
  hold_until: string | null
  expires_at: string | null
  outcome: string | null
  remote_url: string | null
  state: string
}

export type GateTables = {
  'gate.response': GateResponseTable
  'gate.response_version': GateResponseVersionTable
  'gate.signature': GateSignatureTable
  'gate.signature_revocation': GateSignatureRevocationTable
  'gate.kill_switch': GateKillSwitchTable
  'gate.publish_order': GatePublishOrderTable
  'gate.publish_attempt': GatePublishAttemptTable
  'gate.unknown_verdict': GateUnknownVerdictTable
  'gate.cluster_identity': GateClusterIdentityTable
  'gate.opt_out': GateOptOutTable
  'gate.response_status': GateResponseStatusTable
}
