import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What was asked of a platform under one name; see the allowance it is held against. */
export type Spent = { amount: number; atMs: number }

/**
 * The spending of one source, kept across restarts. Each step reads, decides and writes under the row's lock, in a transaction of its
 * own: what was granted stays spent whatever becomes of the request.
 */
export function spentOf(db: Db, sourceId: string) {
  return {
    update: <T>(
      name: string,
      step: (spent: Spent | null) => { spent: Spent | null; result: T },
    ): Promise<T> =>
      db.transaction().execute(async (trx) => {
        // The row comes first, so that two who ask for the first time also meet at its lock.
        await sql`insert into source_spent (source_id, name, amount, at) values (${sourceId}, ${name}, 0, 'epoch') on conflict do nothing`.execute(
          trx,
        )
        const { rows } =
          await sql<Spent>`select amount, extract(epoch from at)::float8 * 1000 as "atMs" from source_spent
          where source_id = ${sourceId} and name = ${name} for update`.execute(trx)
        const { spent, result } = step(rows[0] && rows[0].atMs > 0 ? rows[0] : null)
        if (spent) {
          await sql`update source_spent set amount = ${spent.amount}, at = to_timestamp(${spent.atMs / 1000}::float8)
            where source_id = ${sourceId} and name = ${name}`.execute(trx)
        }
        return result
      }),
  }
}
