import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** Whom a platform counts, as the database names it: salted with a key of this deployment, so that no key of a platform can be guessed. */
export function countedAsHash(key: Buffer, platform: string, counted: string): string {
  return createHmac('sha256', key).update(`hark-counted-v1\0${platform}\0${counted}`).digest('hex')
}

/**
 * From here on what this source asks is counted under that name, together with every other source that asks as the same. What it
 * spent before its name was known comes along: once that may be counted twice, never not at all.
 */
export async function countSourceAs(db: Db, sourceId: string, countedAs: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ before: string | null }>`
      select counted_as as before from source where id = ${sourceId} for update`.execute(trx)
    if (rows.length === 0 || rows[0]?.before === countedAs) return
    await trx.updateTable('source').set({ counted_as: countedAs }).where('id', '=', sourceId).execute()
    if (rows[0]?.before !== null) return // another key: its allowance is its own
    await sql`with mine as (delete from platform_spent where counted_as = ${sourceId} returning name, amount, at)
      insert into platform_spent as s (counted_as, name, amount, at) select ${countedAs}, name, amount, at from mine
      on conflict (counted_as, name) do update set amount = s.amount + excluded.amount, at = greatest(s.at, excluded.at)`.execute(
      trx,
    )
  })
}
