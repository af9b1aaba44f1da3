import type { Structure } from '@hark/domain'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../connect.ts'

export type CasePost = {
  id: string
  role: 'index' | 'copy' | 'follow_up' | 'thread'
  platform: string
  practice: boolean
  source: string
  externalId: string
  url: string | null
  text: string | null
  lang: string | null
  media: { kind: string; alt?: string | null }[]
  authorRef: string | null
  /** An author was known, though it may be known no more who. */
  authorKnown: boolean
  postedAt: string | null
  receivedAt: string
  storedAt: string
  parentId: string | null
  removedAt: string | null
  removalReason: string | null
  erased: boolean
  versions: number
}

const postColumns = sql`
  p.id, p.platform, p.practice, s.name as source, p.external_id as "externalId", p.url, p.text, p.lang, p.media,
  encode(p.author_ref, 'hex') as "authorRef", p.author_ref is not null or p.author_withheld as "authorKnown", p.posted_at as "postedAt", p.received_at as "receivedAt", p.stored_at as "storedAt",
  p.parent_id as "parentId", p.removed_at as "removedAt", p.removal_reason as "removalReason", p.erased_at is not null as erased,
  (select count(*)::int from post v where v.programme_id = p.programme_id and v.platform = p.platform and v.external_id = p.external_id) as versions`

/** Posts of a case: index first, then follow-ups and copies as they came. */
export async function postsOf(db: Db, caseId: string): Promise<CasePost[]> {
  const { rows } = await sql<CasePost>`
    select c.role, ${postColumns} from case_post c join post p on p.id = c.post_id join source s on s.id = p.source_id
    where c.case_id = ${caseId} order by c.role = 'index' desc, c.role = 'follow_up' desc, c.added_at, p.id`.execute(
    db,
  )
  return rows
}

const ofThread = (match: RawBuilder<unknown>) => sql`
  select q.id from mine m join post q on q.programme_id = m.programme_id and q.platform = m.platform and ${match}`

/** Other posts of the thread that Hark holds, oldest first: above, beside and below the posts of the case, and their other versions. */
export async function threadOf(db: Db, caseId: string, atMost = 200): Promise<CasePost[]> {
  const { rows } = await sql<CasePost>`
    with mine as (
      select p.id, p.programme_id, p.platform, p.external_id, p.root_id, p.parent_id
      from case_post c join post p on p.id = c.post_id where c.case_id = ${caseId}
    ), thread as (
      ${ofThread(sql`q.external_id in (m.external_id, m.root_id, m.parent_id)`)}
      union ${ofThread(sql`q.root_id in (m.external_id, m.root_id)`)}
      union ${ofThread(sql`q.parent_id in (m.external_id, m.parent_id)`)}
    )
    select 'thread' as role, ${postColumns} from thread t join post p on p.id = t.id join source s on s.id = p.source_id
    where not exists (select from mine m where m.id = p.id)
    order by coalesce(p.posted_at, p.received_at), p.id limit ${atMost}`.execute(db)
  return rows
}

export type FindingRow = {
  id: string
  postId: string
  productId: string
  brand: string
  substance: string
  own: boolean
  score: number
  threshold: number
  flagged: boolean
  detail: Record<string, unknown>
  /** Of a flagged post, as long as its words are held. */
  structure: Structure | null
  seriousness: string[]
  special: string[]
  priority: string[]
  sentiment: string
  sentimentScore: number
  lang: string
  model: string
  at: string
}

export async function findingsOf(db: Db, postIds: readonly string[]): Promise<FindingRow[]> {
  const { rows } = await sql<FindingRow>`
    select f.id, f.post_id as "postId", f.product_id as "productId", d.brand, d.substance, d.own, f.score, f.threshold, f.flagged,
      f.detail, f.structure, f.seriousness, f.special, f.priority, f.sentiment, f.sentiment_score as "sentimentScore", f.lang, f.model, f.at
    from finding f join product d on d.id = f.product_id
    where f.post_id = any(${[...postIds]}::uuid[]) order by f.score desc, f.id`.execute(db)
  return rows
}
