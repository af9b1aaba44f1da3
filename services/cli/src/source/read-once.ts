import type { Post } from '@hark/domain'
import {
  type Adapter,
  budgets,
  type Gap,
  inMemory,
  polite,
  type Rejection,
  type SourceDeps,
  safeFetch,
} from '@hark/sources'

export type Look = {
  config: unknown
  secrets: Record<string, string>
  /** Nothing outside is reached but `allow`. */
  offline: boolean
  /** `host:port` that may be reached wherever it is: what the person at the keyboard typed. */
  allow: string[]
  limit: number
  seconds: number
  signal: AbortSignal
  onPost: (post: Post) => void
}

/** What a look brought; `posts` were given to `onPost`. */
export type Seen = { posts: number; removals: number; rejected: Rejection[]; gaps: Gap[] }

/** Reads a source once, from its beginning, and stores nothing. Ends with the source, or after so many posts or seconds. */
export async function readOnce(adapter: Adapter, look: Look): Promise<Seen> {
  const http = polite(safeFetch({ offline: look.offline, allow: look.allow }))
  const deps: SourceDeps = {
    http,
    secrets: look.secrets,
    once: true,
    budgets: budgets(adapter.allowances?.(look.config) ?? {}, inMemory()),
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

/** The host of an address, as the allow-list of `safeFetch` names it; null where it is none. */
export function hostOf(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) return null
  return `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`
}
