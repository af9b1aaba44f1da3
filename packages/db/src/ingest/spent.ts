import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** What was asked of a platform under one name; see the allowance it is held against. */
export type Spent = { amount: number; atMs: number }

/**
 * What was spent in one name (`source.counted_as`, or the id of a source that has none yet), kept across restarts and shared by all who ask in it. Each step reads, decides and writes under the row's lock, in a transaction of its
 * own: what was granted stays spent whatever becomes of the request.
 */
export function spentOf(db: Db, countedAs: string) {
  return {
    update: <T>(
      name: string,
      step: (spent: Spent | null) => { spent: Spent | null; result: T },
    ): Promise<T> =>
      db.transaction().execute(async (trx) => {
        // The row comes first, so that two who ask for the first time also meet at its lock.
        await sql`insert into platform_spent (counted_as, name, amount, at) values (${countedAs}, ${name}, 0, 'epoch') on conflict do nothing`.execute(
          trx,
        )
        const { rows } =
          await sql<Spent>`select amount, extract(epoch from at)::float8 * 1000 as "atMs" from platform_spent
          where counted_as = ${countedAs} and name = ${name} for update`.execute(trx)
        const { spent, result } = step(rows[0] && rows[0].atMs > 0 ? rows[0] : null)
        if (spent) {
          await sql`update platform_spent set amount = ${spent.amount}, at = to_timestamp(${spent.atMs / 1000}::float8)
            where counted_as = ${countedAs} and name = ${name}`.execute(trx)
        }
        return result
      }),
  }
}
