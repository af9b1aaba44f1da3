import type { SessionView } from '@hark/contract'
import { readDeployment } from '@hark/db'
import type { ApiContext } from '../context.ts'
import { replyPlatforms } from '../replies/composing.ts'

/** What kind of deployment this is: practice people and posts, or a production one; listening to real people or not; whom replies reach. */
export async function viewDeployment(ctx: ApiContext): Promise<SessionView['deployment']> {
  const { kind, ...listening } = await readDeployment(ctx.db)
  return { kind: kind ?? 'production', replies: whomRepliesReach(replyPlatforms(ctx)), ...listening }
}

function whomRepliesReach(platforms: readonly string[]): 'none' | 'practice' | 'real' {
  if (platforms.length === 0) return 'none'
  return platforms.every((platform) => platform === 'practice') ? 'practice' : 'real'
}
