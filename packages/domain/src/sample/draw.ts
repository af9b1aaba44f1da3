import { allocate, type SamplePlan, type Stratum, stratumKey } from './plan.ts'

/** One post that was judged and not flagged. */
export type Unflagged = Stratum & { postId: string }

export type DrawnStratum = Stratum & { posts: number; drawn: number }
export type Draw = {
  strata: DrawnStratum[]
  /** In the order of their ranks: who reads the first few has read a random few. */
  posts: Unflagged[]
}

/**
 * Draws without replacement: of each stratum the posts that rank first. `rank` is a hash of the seed and the id, so that seed and
 * frame alone say who is drawn, in whatever order the frame is read, and nobody is drawn for what it says.
 */
export function drawSample(
  plan: SamplePlan,
  frame: readonly Unflagged[],
  rank: (postId: string) => string,
): Draw {
  const strata = Map.groupBy(frame, stratumKey)
  const sizes = allocate(plan, new Map([...strata].map(([key, posts]) => [key, posts.length])))
  const ranked = (posts: readonly Unflagged[]) =>
    posts
      .map((post) => ({ post, at: rank(post.postId) }))
      .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ post }) => post)
  const drawn = [...strata].map(([key, posts]) => ranked(posts).slice(0, sizes.get(key)))
  return {
    strata: [...strata]
      .map(([key, posts]) => ({
        language: (posts[0] as Unflagged).language,
        band: (posts[0] as Unflagged).band,
        posts: posts.length,
        drawn: sizes.get(key) as number,
      }))
      .sort((a, b) => (stratumKey(a) < stratumKey(b) ? -1 : 1)),
    posts: ranked(drawn.flat()),
  }
}

/** The frame as text, a post a line in the order of ids: what the ledger keeps the hash of, and an auditor draws from again. */
export const frameText = (frame: readonly Unflagged[]): string =>
  frame
    .map((p) => `${p.postId} ${stratumKey(p)}\n`)
    .sort()
    .join('')
