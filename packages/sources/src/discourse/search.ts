import { createHash } from 'node:crypto'
import type { Lane } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import { oneOf } from './by-id.ts'
import type { Forum } from './forum.ts'
import { SearchAnswer } from './shape.ts'

/** A forum's own search, newest first. It shows the beginnings of posts only, so each found is read whole, once. */
export function searchLane(forum: Forum, words: string, everyMs: number): Lane {
  const known = new Set<number>()
  const page = async (next: string | null, signal: AbortSignal): Promise<Listed> => {
    const asked = new URLSearchParams({ q: `${words} order:latest`, page: next ?? '1' })
    const { posts, grouped_search_result } = await forum.ask(`/search.json?${asked}`, SearchAnswer, signal)
    const fresh = posts.filter(({ id }) => !known.has(id))
    const whole = []
    for (const { id } of fresh) whole.push(await oneOf(forum, id, signal))
    const items = await forum.itemsOf(
      whole.filter((one) => one !== null),
      signal,
    )
    for (const { id } of fresh) known.add(id)
    const times = posts
      .map(({ created_at }) => Date.parse(created_at ?? ''))
      .filter((ms) => !Number.isNaN(ms))
    const more = Boolean(grouped_search_result?.more_full_page_results) && posts.length > 0
    return {
      ...items,
      newestMs: times.length > 0 ? Math.max(...times) : null,
      oldestMs: times.length > 0 ? Math.min(...times) : null,
      next: more ? String(Number(next ?? '1') + 1) : null,
    }
  }
  const nowMs = () => forum.nowMs
  return {
    key: `search:${createHash('sha256').update(words).digest('hex').slice(0, 12)}`,
    everyMs,
    // A forum shows ten pages of a search.
    walk: (cursor, signal) => newestFirst({ page, maxPages: 10, nowMs }, cursor, signal),
  }
}
