import type { Generated, GeneratedAlways } from 'kysely'

export type DeploymentTable = {
  only_row: Generated<boolean>
  kind: string
  started_at: Generated<string>
}

export type PersonTable = {
  id: string
  username: string
  printed_name: string
  roles: string[]
  password_hash: string | null
  totp_sealed: Buffer | null
  totp_last_step: Generated<number>
  active: Generated<boolean>
  must_enrol: Generated<boolean>
  trained_until: string | null
  accountable_since: string | null
  created_at: Generated<string>
  last_entry: string
}

export type SessionTable = {
  token_hash: Buffer
  person_id: string
  created_at: Generated<string>
  last_seen_at: Generated<string>
  expires_at: string
  network: string
  signing_since: string | null
  last_signed_at: string | null
  revoked_at: string | null
}

export type InvitationTable = {
  id: string
  person_id: string
  code_hash: Buffer
  made_at: Generated<string>
  expires_at: string
  totp_sealed: Buffer | null
  opened: Generated<number>
  used_at: string | null
  ended_at: string | null
}

export type AuthAttemptTable = {
  id: GeneratedAlways<number>
  at: Generated<string>
  account_hash: Buffer
  network: string
  purpose: string
  succeeded: boolean
}

export type ReauthenticationTable = {
  id: string
  person_id: string
  factors: string[]
  content_sha256: Buffer
  at: Generated<string>
}

export type PeopleTables = {
  deployment: DeploymentTable
  person: PersonTable
  session: SessionTable
  invitation: InvitationTable
  auth_attempt: AuthAttemptTable
  reauthentication: ReauthenticationTable
}
