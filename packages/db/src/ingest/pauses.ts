import { sql } from 'kysely'
import type { Db } from '../connect.ts'

/** When what a platform counts as one may ask again, kept across restarts and for every process. A pause is never shortened. */
export function pausesOf(db: Db, countedAs: string) {
  return {
    /** Until when nothing is asked, ms since 1970; 0 where nothing was said. */
    async until(name: string): Promise<number> {
      const { rows } = await sql<{ ms: number }>`select extract(epoch from until_at)::float8 * 1000 as ms
        from platform_pause where counted_as = ${countedAs} and name = ${name}`.execute(db)
      return rows[0]?.ms ?? 0
    },
    async hold(name: string, untilMs: number): Promise<void> {
      await sql`insert into platform_pause as p (counted_as, name, until_at)
        values (${countedAs}, ${name}, to_timestamp(${untilMs / 1000}::float8))
        on conflict (counted_as, name) do update set until_at = greatest(p.until_at, excluded.until_at)`.execute(
        db,
      )
    },
  }
}
