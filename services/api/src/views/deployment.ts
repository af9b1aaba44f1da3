import type { SessionView } from '@hark/contract'
import type { ApiContext } from '../context.ts'
import { replyPlatforms } from '../replies/composing.ts'

/** What kind of deployment this is: practice people and posts, or a production one; listening to real people or not; whom replies reach. */
export async function viewDeployment(ctx: ApiContext): Promise<SessionView['deployment']> {
  const row = await ctx.db.selectFrom('deployment').select('kind').executeTakeFirst()
  // A source that was paused or ended leaves its posts behind: only a draft never brought any.
  const real = await ctx.db
    .selectFrom('source')
    .innerJoin('programme', 'programme.id', 'source.programme_id')
    .select('source.state')
    .distinct()
    .where('programme.kind', '=', 'live')
    .where('source.state', '!=', 'draft')
    .execute()
  return {
    kind: (row?.kind as 'practice' | 'production' | undefined) ?? 'production',
    replies: whomRepliesReach(replyPlatforms(ctx)),
    live: real.some(({ state }) => state === 'running'),
    realPosts: real.length > 0,
  }
}

function whomRepliesReach(platforms: readonly string[]): 'none' | 'practice' | 'real' {
  if (platforms.length === 0) return 'none'
  return platforms.every((platform) => platform === 'practice') ? 'practice' : 'real'
}
