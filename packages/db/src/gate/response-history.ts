import { sql } from 'kysely'
import type { Db } from '../connect.ts'

type PersonRef = { id: string; username: string; printedName: string }

export type VersionRow = {
  id: string
  version: number
  author: PersonRef
  createdAt: string
  canonical: Buffer
  contentSha256: string
  template: string
  lint: string
}

/** Every version of a reply, oldest first. */
export async function versionsOf(db: Db, responseId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.id, v.version, v.created_at as "createdAt", v.canonical, encode(v.content_hash, 'hex') as "contentSha256", v.template, v.lint,
      jsonb_build_object('id', a.id, 'username', a.username, 'printedName', a.printed_name) as author
    from gate.response_version v join person a on a.id = v.author_id where v.response_id = ${responseId} order by v.version`.execute(
    db,
  )
  return rows
}

export type ReplySignatureRow = {
  id: string
  version: number
  printedName: string
  meaning: string
  signedAt: string
  zone: string
  factors: string[]
  reason: string | null
  sealed: boolean
  revoked: boolean
}

export async function replySignaturesOf(db: Db, responseId: string): Promise<ReplySignatureRow[]> {
  const { rows } = await sql<ReplySignatureRow>`
    select s.id, v.version, s.printed_name as "printedName", s.meaning, s.signed_at as "signedAt", s.zone, r.factors, s.reason,
      s.seal is not null as sealed, x.signature_id is not null as revoked
    from gate.response_version v join gate.signature s on s.response_version_id = v.id
    join reauthentication r on r.id = s.reauthentication_id left join gate.signature_revocation x on x.signature_id = s.id
    where v.response_id = ${responseId} order by s.signed_at, s.id`.execute(db)
  return rows
}

export type AttemptRow = {
  id: string
  n: number
  startedAt: string
  finishedAt: string | null
  outcome: 'sent' | 'not_sent' | 'unknown' | null
  remoteId: string | null
  remoteUrl: string | null
  reason: string | null
  /** Taken away from public view by its platform, a moderator or who runs the account there. */
  removed: { reason: string; at: string } | null
  verdicts: { by: PersonRef; verdict: 'resend' | 'cancel'; reason: string }[]
}

/** Every sending that was tried, oldest first, with what people said of it. */
export async function attemptsOf(db: Db, responseId: string): Promise<AttemptRow[]> {
  const { rows } = await sql<AttemptRow>`
    select a.id, a.n, a.started_at as "startedAt", a.finished_at as "finishedAt", a.outcome, a.remote_id as "remoteId",
      a.remote_url as "remoteUrl", a.reason, coalesce(w.verdicts, '[]'::jsonb) as verdicts,
      case when g.attempt_id is not null then jsonb_build_object('reason', g.reason,
        'at', to_char(g.told_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end as removed
    from gate.response_version v join gate.publish_order o on o.response_version_id = v.id join gate.publish_attempt a on a.order_id = o.id
    left join reply_removal g on g.attempt_id = a.id
    left join lateral (
      select jsonb_agg(jsonb_build_object('by', jsonb_build_object('id', p.id, 'username', p.username, 'printedName', p.printed_name),
        'verdict', u.verdict, 'reason', u.reason) order by u.at) as verdicts
      from gate.unknown_verdict u join person p on p.id = u.person_id where u.attempt_id = a.id) w on true
    where v.response_id = ${responseId} order by v.version, a.n`.execute(db)
  return rows
}

/** Who withdrew a reply, when and why; null while it stands. The gate keeps the reason, the ledger who it was. */
export async function withdrawalOf(
  db: Db,
  responseId: string,
): Promise<{ by: string; at: string; reason: string } | null> {
  const { rows } = await sql<{ by: string; at: string; reason: string }>`
    select r.withdrawn_at as at, coalesce(r.withdrawn_reason, '') as reason, coalesce(p.printed_name, e.body::jsonb #>> '{actor,id}') as by
    from gate.response r join ledger_entry e on e.object_type = 'response' and e.object_id = r.id::text and e.action = 'response.withdrawn'
    left join person p on p.id::text = e.body::jsonb #>> '{actor,id}' where r.id = ${responseId} and r.withdrawn_at is not null`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Who took a reply out to post it by hand, and when; null where nobody did. */
export async function takenOutOf(db: Db, responseId: string): Promise<{ by: PersonRef; at: string } | null> {
  const { rows } = await sql<{ by: PersonRef; at: string }>`
    select t.at, jsonb_build_object('id', p.id, 'username', p.username, 'printedName', p.printed_name) as by
    from gate.response_version v join gate.publish_order o on o.response_version_id = v.id join gate.taken_out t on t.order_id = o.id
    join person p on p.id = t.person_id where v.response_id = ${responseId}`.execute(db)
  return rows[0] ?? null
}

export type HandReportRow = {
  posted: boolean
  address: string | null
  reason: string | null
  by: PersonRef
  at: string
}

/** What was said to have become of a reply that was taken out, oldest first. */
export async function handReportsOf(db: Db, responseId: string): Promise<HandReportRow[]> {
  const { rows } = await sql<HandReportRow>`
    select t.posted, t.address, t.reason, t.at, jsonb_build_object('id', p.id, 'username', p.username, 'printedName', p.printed_name) as by
    from gate.response_version v join gate.publish_order o on o.response_version_id = v.id join gate.hand_report t on t.order_id = o.id
    join person p on p.id = t.person_id where v.response_id = ${responseId} order by t.at, t.n`.execute(db)
  return rows
}

/** What the signed decision of a case came to; null while there is none. */
export async function dispositionOf(
  db: Db,
  caseId: string,
): Promise<{ forwardable: boolean; validNow: boolean; closeReason: string | null } | null> {
  const row = await db
    .selectFrom('decision')
    .select(['forwardable', 'valid_now as validNow', 'close_reason as closeReason'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'signed')
    .executeTakeFirst()
  return row ?? null
}
