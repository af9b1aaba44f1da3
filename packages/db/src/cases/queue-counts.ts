import type { Lane } from '@hark/domain'
import { sql } from 'kysely'
import type { Db } from '../connect.ts'

export type QueueCounts = {
  lanes: { lane: Lane; waiting: number; late: number }[]
  held: number
  concluded: number
  products: string[]
  langs: string[]
  markets: string[]
}
type Bin = {
  state: 'open' | 'held' | 'concluded'
  lane: Lane
  product: string
  lang: string
  markets: string[]
  n: number
  late: number
}

/** Of practice cases or of real ones, never of both: what waits in each lane and how much of it is late, with the products and languages that occur: one walk over the open cases. */
export async function queueCounts(db: Db, practice: boolean, programme?: string): Promise<QueueCounts> {
  const { rows } = await sql<Bin>`
    with bins as (
      select state, lane, programme_id, product_group, lang, count(*)::int as n, count(*) filter (where next_due_at < clock_timestamp())::int as late
      from pv_case where state in ('open', 'held', 'concluded') and practice = ${practice} ${programme ? sql`and programme_id = ${programme}` : sql``}
      group by state, lane, programme_id, product_group, lang)
    select b.state, b.lane, b.lang, b.n, b.late, coalesce(d.brands, b.product_group) as product, g.markets
    from bins b join programme g on g.id = b.programme_id left join lateral (select string_agg(brand, ' / ' order by brand) as brands from product
      where programme_id = b.programme_id and product_group = b.product_group) d on true`.execute(db)
  const open = rows.filter((r) => r.state === 'open')
  const sum = (of: Bin[], what: 'n' | 'late') => of.reduce((all, r) => all + r[what], 0)
  const inLane = (lane: Lane) => open.filter((r) => r.lane === lane)
  return {
    lanes: (['crisis', 'priority', 'standard', 'sample'] as const).map((lane) => ({
      lane,
      waiting: sum(inLane(lane), 'n'),
      late: sum(inLane(lane), 'late'),
    })),
    held: sum(
      rows.filter((r) => r.state === 'held'),
      'n',
    ),
    concluded: sum(
      rows.filter((r) => r.state === 'concluded'),
      'n',
    ),
    products: [...new Set(rows.map((r) => r.product))].sort(),
    langs: [...new Set(rows.map((r) => r.lang))].sort(),
    markets: [...new Set(rows.flatMap((r) => r.markets))].sort(),
  }
}

/** How many cases a person holds now. */
export async function heldByCount(db: Db, personId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from pv_case where lease_by = ${personId} and lease_until > clock_timestamp()`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}
