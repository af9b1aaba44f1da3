import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { uuidv7 } from '../ids.ts'

type PersonRef = { id: string; username: string; printedName: string }
export type ReleaseRow = {
  id: string
  caseId: string
  caseNumber: number
  postId: string
  practice: boolean
  product: string
  platform: string
  lang: string
  note: string
  releasedBy: PersonRef
  releasedAt: string
  /** Why the text is not shown: a case of the post is not decided yet. Null where it may be read. */
  masked: 'awaiting triage' | null
}
export type ReleasedPost = ReleaseRow & {
  text: string | null
  author: string | null
  postedAt: string | null
  receivedAt: string
}

/** What PV releases it shows, once every case the post belongs to is decided: until then it may be an adverse event nobody has triaged. */
const undecided = sql`exists (select from case_post x join pv_case u on u.id = x.case_id where x.post_id = p.id and u.state in ('open', 'held', 'concluded'))`

const select = sql`
  select l.id, l.case_id as "caseId", k.number as "caseNumber", l.post_id as "postId", k.practice, coalesce(d.brands, k.product_group) as product,
    p.platform, coalesce(k.lang, p.lang, 'und') as lang, l.note, l.released_at as "releasedAt",
    jsonb_build_object('id', b.id, 'username', b.username, 'printedName', b.printed_name) as "releasedBy",
    case when ${undecided} then 'awaiting triage' end as masked`
const from = sql`
  from reply_release l join pv_case k on k.id = l.case_id join post p on p.id = l.post_id join person b on b.id = l.released_by
  join case_post c on c.case_id = l.case_id and c.post_id = l.post_id
  left join lateral (select string_agg(brand, ' / ' order by brand) as brands
    from product where programme_id = k.programme_id and product_group = k.product_group) d on true
  where l.ended_at is null and k.state <> 'joined' and p.removed_at is null and p.erased_at is null`

/** Posts PV handed over that no living reply answers yet, oldest first: never their text. */
export async function waitingReleases(db: Db, atMost: number): Promise<ReleaseRow[]> {
  const { rows } = await sql<ReleaseRow>`
    ${select} ${from} and not exists (select from gate.replies_in_conversation(p.id))
    order by l.released_at, l.id limit ${atMost}`.execute(db)
  return rows
}

/** One living release with its post; neither text nor author leaves the database while it is masked. */
export async function findRelease(db: Db, id: string): Promise<ReleasedPost | undefined> {
  const { rows } = await sql<ReleasedPost>`
    ${select}, case when not ${undecided} then p.text end as text, p.posted_at as "postedAt", p.received_at as "receivedAt",
      case when not ${undecided} then 'author-' || left(encode(p.author_ref, 'hex'), 8) end as author
    ${from} and l.id = ${id}`.execute(db)
  return rows[0]
}

/** The living release of a post of a case, or undefined; `held`, it is not taken back before the transaction ends. */
export async function liveRelease(
  db: Db,
  caseId: string,
  postId: string,
  held = false,
): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('reply_release')
    .select('id')
    .where('case_id', '=', caseId)
    .where('post_id', '=', postId)
    .where('ended_at', 'is', null)
    .$if(held, (q) => q.forShare())
    .executeTakeFirst()
}

/** The text of a post communications may read: released, and no case of it undecided. */
export async function releasedText(db: Db, caseId: string, postId: string): Promise<string | null> {
  const release = await liveRelease(db, caseId, postId)
  return release ? ((await findRelease(db, release.id))?.text ?? null) : null
}

/** Living releases of a case, for the people who gave them. */
export async function releasesOf(
  db: Db,
  caseId: string,
): Promise<{ postId: string; note: string; releasedAt: string; releasedBy: PersonRef }[]> {
  const { rows } = await sql<{ postId: string; note: string; releasedAt: string; releasedBy: PersonRef }>`
    select l.post_id as "postId", l.note, l.released_at as "releasedAt",
      jsonb_build_object('id', b.id, 'username', b.username, 'printedName', b.printed_name) as "releasedBy"
    from reply_release l join person b on b.id = l.released_by where l.case_id = ${caseId} and l.ended_at is null order by l.id`.execute(
    db,
  )
  return rows
}

/** False where it is released already: a second release of the same post says nothing new. */
export async function insertRelease(
  trx: Trx,
  r: { caseId: string; postId: string; by: string; note: string; lastEntry: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('reply_release')
    .values({
      id: uuidv7(),
      case_id: r.caseId,
      post_id: r.postId,
      released_by: r.by,
      note: r.note,
      last_entry: r.lastEntry,
    })
    .onConflict((c) => c.columns(['case_id', 'post_id']).where('ended_at', 'is', null).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** False where nothing is released. */
export async function endRelease(
  trx: Trx,
  r: { caseId: string; postId: string; by: string; lastEntry: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('reply_release')
    .set({ ended_at: sql`clock_timestamp()`, ended_by: r.by, last_entry: r.lastEntry })
    .where('case_id', '=', r.caseId)
    .where('post_id', '=', r.postId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
