import type { ClassifyPosts } from '@hark/contract'
import {
  type ClaimedPost,
  claimStages,
  currentProgrammes,
  type Db,
  type Judged,
  type KnownProgrammes,
  parentTexts,
  releaseStages,
  saveJudged,
} from '@hark/db'
import type { Programme } from '@hark/domain'
import { crashPoint, type Logger } from '@hark/runtime'
import type { Detector } from './detector.ts'

export type ClassifierContext = {
  db: Db
  detector: Detector
  log: Logger
  leaseSeconds: number
  /** As last read; a job of few posts does not read thousands of names again. */
  known?: KnownProgrammes
}

/**
 * Claims a batch, judges it in the detector's thread, saves it programme by programme. Safe to run twice: what is not
 * claimable is left alone, what was saved is done. A batch that fails is given back, to be tried post by post.
 */
export async function classifyPosts(ctx: ClassifierContext, { items }: ClassifyPosts): Promise<number> {
  const { token, posts } = await claimStages(ctx.db, items, ctx.leaseSeconds)
  crashPoint('classify.afterClaim')
  if (posts.length === 0) return 0
  ctx.known = await currentProgrammes(ctx.db, ctx.known ?? null)
  const { programmes } = ctx.known
  try {
    for (const [programme, mine] of byProgramme(posts, programmes))
      await classifyOf(ctx, programme, token, mine)
    return posts.length
  } catch (err) {
    ctx.log.warn({ err, posts: posts.length }, 'batch given back')
    await releaseStages(
      ctx.db,
      token,
      posts.map((p) => p.id),
      reasonOf(err),
    )
    return 0
  }
}

async function classifyOf(
  ctx: ClassifierContext,
  programme: Programme,
  token: string,
  posts: ClaimedPost[],
): Promise<void> {
  const parents = await parentTexts(ctx.db, programme.id, posts)
  const judged: Judged[] = await ctx.detector.judge(programme, posts, parents)
  crashPoint('classify.beforeCommit')
  await saveJudged(ctx.db, programme, token, judged)
  crashPoint('classify.afterCommit')
}

function byProgramme(
  posts: readonly ClaimedPost[],
  programmes: ReadonlyMap<string, Programme>,
): Map<Programme, ClaimedPost[]> {
  const groups = new Map<Programme, ClaimedPost[]>()
  for (const post of posts) {
    const programme = programmes.get(post.programmeId)
    if (programme) groups.set(programme, [...(groups.get(programme) ?? []), post])
  }
  return groups
}

/** A code, never the message: a message may hold the post. */
const reasonOf = (err: unknown): string => (err as { code?: string }).code ?? (err as Error).name ?? 'failed'
