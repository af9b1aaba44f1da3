import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

export async function findDraft(
  db: Db,
  caseId: string,
  personId: string,
): Promise<{ body: string; savedAt: string } | null> {
  const row = await db
    .selectFrom('case_draft')
    .select(['body', 'saved_at as savedAt'])
    .where('case_id', '=', caseId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row ?? null
}

/** Each person has a draft of their own: a lost lease or a colleague's typing never overwrites it. Undefined: no such case. */
export async function saveDraft(
  db: Db,
  caseId: string,
  personId: string,
  body: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ savedAt: string }>`
    insert into case_draft (case_id, person_id, body) select id, ${personId}, ${body} from pv_case where id = ${caseId}
    on conflict (case_id, person_id) do update set body = excluded.body, saved_at = clock_timestamp()
    returning saved_at as "savedAt"`.execute(db)
  return rows[0]?.savedAt
}

/** What was typed has become a signed decision. */
export async function dropDrafts(trx: Trx, caseIds: readonly string[]): Promise<void> {
  await trx.deleteFrom('case_draft').where('case_id', 'in', caseIds).execute()
}
