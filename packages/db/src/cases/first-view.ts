import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'

/** From now on this person may have seen it; kept once, however often it is fetched. */
export async function noteHandedOut(db: Db, caseId: string, personId: string): Promise<void> {
  await db
    .insertInto('case_handed_out')
    .values({ case_id: caseId, person_id: personId })
    .onConflict((c) => c.columns(['case_id', 'person_id']).doNothing())
    .execute()
}

/** For the way of the message that says it was shown: the view is recorded too early rather than too late. */
const WAY_MS = 1_000

/**
 * The first look of a person who works on cases, once; gives its instant, or null when somebody looked before. Never later than the
 * true view: where it is known how long ago (`agoMs`) the case was shown, then, and not before it was handed out; otherwise when it was
 * handed out ahead, or now.
 */
export async function noteFirstView(
  trx: Trx,
  v: { caseId: string; personId: string; entryId: string; agoMs?: number },
): Promise<string | null> {
  const handed = sql`(select at from case_handed_out where case_id = ${v.caseId} and person_id = ${v.personId})`
  const shown = sql`clock_timestamp() - make_interval(secs => ${((v.agoMs ?? 0) + WAY_MS) / 1000}::float8)`
  const at =
    v.agoMs === undefined
      ? sql`coalesce(${handed}, clock_timestamp())`
      : sql`greatest(${handed}, ${shown}, coalesce(flagged_at, opened_at))`
  const { rows } = await sql<{ at: string }>`
    update pv_case set first_viewed_at = ${at}, last_entry = ${v.entryId}
    where id = ${v.caseId} and first_viewed_at is null returning first_viewed_at as at`.execute(trx)
  return rows[0]?.at ?? null
}
