import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { inPeriod, type ListeningFilter } from './filter.ts'

export type Bucket = 'minute' | 'hour' | 'day'
type Tones = { negative: number; neutral: number; positive: number }
export type Point = Tones & { at: string; posts: number; possibleAe: number }
export type ProductShare = Tones & { product: string; own: boolean; posts: number; share: number }

const tones = sql`count(distinct p.id) filter (where x.sentiment = 'negative') as negative, count(distinct p.id) filter (where x.sentiment = 'neutral') as neutral,
  count(distinct p.id) filter (where x.sentiment = 'positive') as positive`

/** Posts an interval, quiet intervals included: a plot must show silence as silence. */
export async function volumeSeries(db: Db, f: ListeningFilter, bucket: Bucket): Promise<Point[]> {
  const { rows } = await sql<Point>`
    with heard as (
      select date_trunc(${bucket}, p.received_at) as at, count(distinct p.id) as posts, ${tones}, count(distinct p.id) filter (where x.flagged) as "possibleAe"
      ${inPeriod(f)} group by 1)
    select at, coalesce(posts, 0) as posts, coalesce(negative, 0) as negative, coalesce(neutral, 0) as neutral, coalesce(positive, 0) as positive,
      coalesce("possibleAe", 0) as "possibleAe"
    from generate_series(date_trunc(${bucket}, ${f.from}::timestamptz), ${f.to}::timestamptz, ('1 ' || ${bucket})::interval) as at left join heard using (at) order by at`.execute(
    db,
  )
  return rows
}

/** Share of voice: posts that name the product, of all posts that name one. */
export async function productShares(db: Db, f: ListeningFilter): Promise<ProductShare[]> {
  const { rows } = await sql<Omit<ProductShare, 'share'>>`
    select d.brand as product, bool_or(d.own) as own, count(distinct p.id) as posts, ${tones} ${inPeriod(f)} group by 1 order by 3 desc, 1`.execute(
    db,
  )
  const all = rows.reduce((sum, r) => sum + r.posts, 0)
  return rows.map((r) => ({ ...r, share: all === 0 ? 0 : r.posts / all }))
}

export async function countsBy(
  db: Db,
  f: ListeningFilter,
  column: 'lang' | 'platform',
): Promise<{ value: string; posts: number }[]> {
  const by = column === 'lang' ? sql`x.lang` : sql`p.platform`
  const { rows } = await sql<{
    value: string
    posts: number
  }>`select ${by} as value, count(distinct p.id) as posts ${inPeriod(f)} group by 1 order by 2 desc, 1`.execute(
    db,
  )
  return rows
}

export async function gapsIn(
  db: Db,
  f: ListeningFilter,
): Promise<{ source: string; from: string; to: string | null; reason: string }[]> {
  const { rows } = await sql<{ source: string; from: string; to: string | null; reason: string }>`
    select s.name as source, g.from_at as "from", g.to_at as "to", g.reason from coverage_gap g join source s on s.id = g.source_id
    join programme r on r.id = s.programme_id
    where (r.kind = 'practice') = ${f.practice} and g.from_at < ${f.to} and coalesce(g.to_at, now()) > ${f.from}
      ${f.programme ? sql`and s.programme_id = ${f.programme}` : sql``} order by g.from_at`.execute(db)
  return rows
}

/** The newest texts of a period, for counting terms, with who wrote each (a pseudonym; the post itself where there is none). */
export async function textsIn(
  db: Db,
  f: ListeningFilter,
  atMost: number,
): Promise<{ text: string; author: string }[]> {
  const { rows } = await sql<{ text: string; author: string }>`
    select distinct on (p.received_at, p.id) p.text, coalesce(encode(p.author_ref, 'hex'), p.id::text) as author ${inPeriod(f)} order by p.received_at desc, p.id limit ${atMost}`.execute(
    db,
  )
  return rows
}
