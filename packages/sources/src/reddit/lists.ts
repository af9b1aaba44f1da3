import { createHash } from 'node:crypto'
import type { Lane } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import { Trouble } from '../trouble.ts'
import type { Reddit } from './client.ts'
import { itemsOf } from './post.ts'
import { Listing } from './shape.ts'

export type List = { key: string; path: string; query?: Record<string, string>; pages: number }

/** Reddit lists the latest 1,000 of anything, a search some 250. */
const horizonPages = 10
const pageSize = 100

export const newPosts = (community: string): List => ({
  key: `posts:${community.toLowerCase()}`,
  path: `/r/${community}/new`,
  pages: horizonPages,
})

export const newComments = (community: string): List => ({
  key: `comments:${community.toLowerCase()}`,
  path: `/r/${community}/comments/`,
  pages: horizonPages,
})

export const foundPosts = (words: string): List => ({
  key: `search:${createHash('sha256').update(words).digest('hex').slice(0, 12)}`,
  path: '/search',
  query: { q: words, sort: 'new', type: 'link' },
  pages: 3,
})

/**
 * A list from its newest item back to the mark, or to Reddit's horizon, and then what lies between is shown as lost. It is read again
 * before a quarter of the horizon can have passed at its present pace.
 */
export function listLane({ key, path, query, pages }: List, reddit: Reddit, everyMs: number): Lane {
  let pace = everyMs
  const page = async (next: string | null, signal: AbortSignal): Promise<Listed> => {
    const asked = { ...query, limit: String(pageSize), ...(next !== null && { after: next }) }
    const { data } = await reddit.ask(path, asked, Listing, signal)
    assertOfPosts(data.children)
    const times = data.children.map(timeOf).filter((ms) => ms !== null)
    const [newestMs, oldestMs] = times.length > 0 ? [Math.max(...times), Math.min(...times)] : [null, null]
    if (next === null)
      pace = paceOf(times.length, (newestMs ?? 0) - (oldestMs ?? 0), pages * pageSize, everyMs)
    return { ...itemsOf(data.children, reddit.now), newestMs, oldestMs, next: data.after || null }
  }
  const nowMs = () => reddit.nowMs
  return {
    key,
    get everyMs() {
      return pace
    },
    walk: (cursor, signal) =>
      newestFirst({ page, maxPages: pages, overlapMs: 120_000, nowMs }, cursor, signal),
  }
}

/** How long a quarter of the horizon lasts, were it all as dense as the newest page; between 15 s and the configured pace. */
export function paceOf(items: number, spanMs: number, horizon: number, everyMs: number): number {
  if (items < 2) return everyMs
  const quarterMs = (spanMs / items) * (horizon / 4)
  return Math.min(everyMs, Math.max(15_000, Math.floor(quarterMs)))
}

/** A community that does not exist leads to a search for communities, which looks like a list of its posts. */
function assertOfPosts(children: readonly unknown[]): void {
  const kinds = children.map((one) => (one as { kind?: unknown } | null)?.kind)
  if (kinds.length > 0 && kinds.every((kind) => kind === 't5'))
    throw new Trouble('refused', 'reddit.no_such_community')
}

function timeOf(json: unknown): number | null {
  const seconds = (json as { data?: { created_utc?: unknown } } | null)?.data?.created_utc
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1_000 : null
}
