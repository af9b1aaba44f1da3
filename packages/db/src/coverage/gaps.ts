import { type GapState, gapStory } from '@hark/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

export type GapRow = {
  id: string
  source: string
  lane: string
  from: string
  to: string | null
  reason: string
  state: GapState
  doing: string
}

/** Gaps by a condition on `coverage_gap x` and `source s`, newest first, each with what is done about it. */
export async function readGaps(db: Db, where: RawBuilder<unknown>): Promise<GapRow[]> {
  const { rows } = await sql<Omit<GapRow, 'doing'>>`
    select x.id, s.name as source, x.lane, x.from_at as "from", x.to_at as "to", x.reason, x.state
    from coverage_gap x join source s on s.id = x.source_id where ${where} order by x.from_at desc`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, doing: gapStory(row.state, row.reason) }))
}

/** What was never offered and is not made good: open, or lost in the last days. */
export const unfilledGaps = (db: Db, days: number): Promise<GapRow[]> =>
  readGaps(
    db,
    sql`x.state = 'open' or (x.state = 'lost' and x.opened_at > now() - make_interval(days => ${days}))`,
  )
