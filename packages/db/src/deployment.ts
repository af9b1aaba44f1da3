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
