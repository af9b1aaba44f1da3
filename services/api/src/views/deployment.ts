import type { ApiContext } from '../context.ts'

/** What kind of deployment this is: practice people and posts, or a production one; listening to real people or not. */
export async function viewDeployment(
  ctx: ApiContext,
): Promise<{ kind: 'practice' | 'production'; listenOnly: boolean; live: boolean }> {
  const row = await ctx.db.selectFrom('deployment').select('kind').executeTakeFirst()
  const live = await ctx.db
    .selectFrom('source')
    .innerJoin('programme', 'programme.id', 'source.programme_id')
    .select('source.id')
    .where('programme.kind', '=', 'live')
    .where('source.state', '=', 'running')
    .limit(1)
    .executeTakeFirst()
  return {
    kind: (row?.kind as 'practice' | 'production' | undefined) ?? 'production',
    listenOnly: ctx.config.HARK_REPLY_PLATFORMS === '',
    live: live !== undefined,
  }
}
