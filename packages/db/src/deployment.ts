import { sql } from 'kysely'
import type { Db } from './connect.ts'

export type DeploymentState = {
  /** Null before anything was seeded. */
  kind: 'practice' | 'production' | null
  /** A source of real people runs. */
  live: boolean
  /** One runs or ran: a source that was paused or ended leaves its posts behind, only a draft never brought any. */
  realPosts: boolean
}

export async function readDeployment(db: Db): Promise<DeploymentState> {
  const row = await db.selectFrom('deployment').select('kind').executeTakeFirst()
  const real = await db
    .selectFrom('source')
    .innerJoin('programme', 'programme.id', 'source.programme_id')
    .select('source.state')
    .distinct()
    .where('programme.kind', '=', 'live')
    .where('source.state', '!=', 'draft')
    .execute()
  return {
    kind: (row?.kind as DeploymentState['kind'] | undefined) ?? null,
    live: real.some(({ state }) => state === 'running'),
    realPosts: real.length > 0,
  }
}

/** Which posts a page shows, and whether there are the others too: those of a programme, else real ones as soon as there are any. */
export async function postsToShow(
  db: Db,
  programme?: string,
): Promise<{ posts: 'real' | 'practice'; both: boolean }> {
  const { realPosts } = await readDeployment(db)
  const { rows } = await sql<{ practice: boolean; asked: string | null }>`
    select exists (select from programme where kind = 'practice') as practice,
      (select kind from programme where id = ${programme ?? null}::uuid) as asked`.execute(db)
  const { practice = false, asked = null } = rows[0] ?? {}
  const kind = asked ?? (realPosts ? 'live' : 'practice')
  return { posts: kind === 'practice' ? 'practice' : 'real', both: realPosts && practice }
}
