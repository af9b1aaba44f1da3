import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { answerOf } from './sign-off.ts'

type PersonRef = { id: string; username: string; printedName: string }

export type KillSwitchRow = {
  scope: string
  engaged: boolean
  by: PersonRef | null
  reason: string | null
  at: string
  releaseAskedBy: PersonRef | null
}

export async function killSwitches(db: Db): Promise<KillSwitchRow[]> {
  const { rows } = await sql<KillSwitchRow>`
    select k.scope, k.engaged, k.reason, k.at,
      case when b.id is not null then jsonb_build_object('id', b.id, 'username', b.username, 'printedName', b.printed_name) end as "by",
      case when a.id is not null then jsonb_build_object('id', a.id, 'username', a.username, 'printedName', a.printed_name) end as "releaseAskedBy"
    from gate.kill_switch k left join person b on b.id = k.by_id left join person a on a.id = k.release_asked_by
    order by k.scope`.execute(db)
  return rows
}

/** Nothing is claimed from the commit on; what was claimed before is on its way. */
export async function engageKillSwitch(trx: Trx, scope: string, by: string, reason: string): Promise<void> {
  await sql`select gate.engage_kill_switch(${scope}, ${by}, ${reason})`.execute(trx)
}

/** `released`, `second_person_required`, `asked_before` (by the same person) or `not_engaged`. */
export async function releaseKillSwitch(trx: Trx, scope: string, by: string): Promise<string> {
  return answerOf(await sql`select gate.release_kill_switch(${scope}, ${by}) as answer`.execute(trx))
}

/** `resend`, `cancel`, `second_person_required`, or `not_unknown`. */
export async function resolveUnknown(
  trx: Trx,
  attemptId: string,
  by: string,
  verdict: 'resend' | 'cancel',
  reason: string,
): Promise<string> {
  return answerOf(
    await sql`select gate.resolve_unknown(${attemptId}, ${by}, ${verdict}, ${reason}) as answer`.execute(trx),
  )
}

/** The reply an attempt was made for, or null. */
export async function responseOfAttempt(
  db: Db,
  attemptId: string,
): Promise<{ responseId: string; contentSha256: string } | null> {
  const row = await db
    .selectFrom('gate.publish_attempt as a')
    .innerJoin('gate.publish_order as o', 'o.id', 'a.order_id')
    .innerJoin('gate.response_version as v', 'v.id', 'o.response_version_id')
    .select(['v.response_id', 'v.content_hash'])
    .where('a.id', '=', attemptId)
    .executeTakeFirst()
  return row ? { responseId: row.response_id, contentSha256: row.content_hash.toString('hex') } : null
}

/** Locks every reply of a case that was not withdrawn, in one order, so that none is approved or claimed behind a reopening. */
export async function lockRepliesOf(trx: Trx, caseId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('gate.response')
    .select('id')
    .where('case_id', '=', caseId)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map((r) => r.id)
}
