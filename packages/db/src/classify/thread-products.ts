import { sql } from 'kysely'
import type { Db } from '../connect.ts'
import type { ClaimedPost } from './claim.ts'

/** For posts that answer a stored one: the products that thread speaks of, by post id. "Me too!" names none itself. */
export async function threadProducts(
  db: Db,
  programmeId: string,
  posts: readonly ClaimedPost[],
): Promise<Record<string, string[]>> {
  const answers = posts.flatMap((p) =>
    [p.parentId, p.rootId]
      .filter((x) => x !== null)
      .map((above) => ({ id: p.id, platform: p.platform, above })),
  )
  if (answers.length === 0) return {}
  const { rows } = await sql<{ id: string; products: string[] }>`
    select a.id, array_agg(distinct f.product_id) as products
    from unnest(${answers.map((a) => a.id)}::uuid[], ${answers.map((a) => a.platform)}::text[], ${answers.map((a) => a.above)}::text[]) as a(id, platform, above)
    join post p on p.programme_id = ${programmeId} and p.platform = a.platform and p.external_id = a.above
    join finding f on f.post_id = p.id group by a.id`.execute(db)
  return Object.fromEntries(rows.map((r) => [r.id, r.products]))
}
