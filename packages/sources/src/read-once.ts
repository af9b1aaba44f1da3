import type { Post } from '@hark/domain'
import type { Adapter, SourceDeps } from './adapter.ts'
import type { Http } from './fetch/safe-fetch.ts'
import { budgets, inMemory, type SpentStore } from './limits/budgets.ts'
import { type Pauses, pausesInMemory } from './limits/pauses.ts'
import { polite } from './limits/polite.ts'
import type { Gap, Rejection } from './source.ts'

export type Look = {
  config: unknown
  secrets: Record<string, string>
  http: Http
  limit: number
  seconds: number
  signal: AbortSignal
  onPost: (post: Post) => void
  /** What is spent and held back for whom the platform counts here: a look is counted as any reading. Without it, only while it lasts. */
  kept?: Kept
}
export type Kept = { spent: SpentStore; pauses: Pauses }

/** What a look brought; `posts` were given to `onPost`. */
export type Seen = { posts: number; removals: number; rejected: Rejection[]; gaps: Gap[] }

/** Reads a source once, from its beginning, and stores nothing. Ends with the source, or after so many posts or seconds. */
export async function readOnce(adapter: Adapter, look: Look): Promise<Seen> {
  const { spent, pauses } = look.kept ?? { spent: inMemory(), pauses: pausesInMemory() }
  const deps: SourceDeps = {
    http: polite(look.http, Date.now, pauses),
    pauses,
    secrets: look.secrets,
    once: true,
    budgets: budgets(adapter.allowances?.(look.config) ?? {}, spent),
  }
  const late = AbortSignal.timeout(look.seconds * 1000)
  const signal = AbortSignal.any([look.signal, late])
  const seen: Seen = { posts: 0, removals: 0, rejected: [], gaps: [] }
  for await (const batch of adapter.open(look.config, deps).read(signal, null)) {
    for (const post of batch.posts.slice(0, look.limit - seen.posts)) look.onPost(post)
    seen.posts = Math.min(look.limit, seen.posts + batch.posts.length)
    seen.removals += batch.removals.length
    seen.rejected.push(...batch.rejected)
    if (batch.gap) seen.gaps.push(batch.gap)
    if (seen.posts >= look.limit || signal.aborted) break
  }
  return seen
}
