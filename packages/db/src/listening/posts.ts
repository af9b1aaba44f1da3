import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import { inPeriod, type ListeningFilter } from './filter.ts'

export type ListeningPostRow = {
  id: string
  at: string
  platform: string
  lang: string | null
  product: string
  sentiment: 'negative' | 'neutral' | 'positive'
  author: string | null
  practice: boolean
  text: string | null
  masked: string | null
}
export type PostsQuery = ListeningFilter & {
  sentiment?: string | undefined
  cursor?: string | undefined
  limit: number
}

/**
 * Posts behind a point, newest first. Purpose separation (R-33): what may be an adverse event is masked until PV has triaged it, and
 * stays with safety when it was forwarded. Neither text nor author leaves the database for a masked row.
 */
export async function listeningPosts(
  db: Db,
  q: PostsQuery,
): Promise<{ items: ListeningPostRow[]; next: string | null }> {
  const [at, id] = q.cursor?.split('|') ?? []
  const { rows } = await sql<ListeningPostRow>`
    select * from (
      select distinct on (p.received_at, p.id) p.id, p.received_at as at, p.platform, x.lang, d.brand as product, x.sentiment, p.practice,
        case when t.masked is null then 'author-' || left(encode(p.author_ref, 'hex'), 8) end as author, t.masked, case when t.masked is null then p.text end as text
      ${inPeriod(q)} ${q.sentiment ? sql`and x.sentiment = ${q.sentiment}` : sql``}
        ${at && id ? sql`and (p.received_at, p.id) < (${at}::timestamptz, ${id}::uuid)` : sql``}
      order by p.received_at desc, p.id desc, d.brand limit ${q.limit + 1}) rows`.execute(db)
  const items = rows.slice(0, q.limit)
  const last = rows.length > q.limit ? items.at(-1) : undefined
  return { items, next: last ? `${last.at}|${last.id}` : null }
}
