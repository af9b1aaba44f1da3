import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { ClaimedPost } from './claim.ts'

/** For posts that answer a stored one: the text of what they answer (or of the thread's root), by post id. "Me too!" names no medicine itself. */
export async function parentTexts(
  db: Db,
  programmeId: string,
  posts: readonly ClaimedPost[],
): Promise<Record<string, string>> {
  const answers = posts
    .flatMap((p) => [
      { id: p.id, platform: p.platform, above: p.parentId, rank: 0 },
      { id: p.id, platform: p.platform, above: p.rootId, rank: 1 },
    ])
    .filter((a) => a.above !== null)
  if (answers.length === 0) return {}
  const { rows } = await sql<{ id: string; text: string }>`
    select distinct on (a.id) a.id, p.text
    from unnest(${answers.map((a) => a.id)}::uuid[], ${answers.map((a) => a.platform)}::text[], ${answers.map((a) => a.above)}::text[], ${answers.map((a) => a.rank)}::int[]) as a(id, platform, above, rank)
    join post p on p.programme_id = ${programmeId} and p.platform = a.platform and p.external_id = a.above
    where p.text is not null order by a.id, a.rank, p.stored_at desc`.execute(db)
  return Object.fromEntries(rows.map((r) => [r.id, r.text]))
}
