import { z } from 'zod'
import type { Lane, Page } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import { sorted, videoPost } from './post.ts'
import type { Reading } from './threads.ts'

const Kept = z.object({
  mark: z.string().nullable(),
  askedMs: z.number(),
  found: z.array(z.tuple([z.string(), z.number()])),
})
type Kept = z.infer<typeof Kept>

/** Videos whose comments are followed at the same time, the newest first to be kept. */
const mostFollowed = 100
/** A search costs one of a hundred a day. */
const searchPages = 3

/** Videos that speak of something, by search; each becomes a post, and its comments are followed for some days. */
export function searchLane(
  terms: string,
  { api, nowMs, everyMs }: Reading,
  followDays: number,
  follow: (search: string, videoIds: string[]) => void,
): Lane {
  const page = async (next: string | null, signal: AbortSignal): Promise<Listed> => {
    const query = { part: 'snippet', type: 'video', order: 'date', maxResults: '50', q: terms }
    const { items, nextPageToken } = await api.list(
      'search',
      { ...query, ...(next !== null && { pageToken: next }) },
      signal,
    )
    const receivedAt = new Date(nowMs()).toISOString()
    const made = sorted((items ?? []).map((item) => videoPost(item, receivedAt)))
    const times = made.posts.flatMap(({ postedAt }) => (postedAt ? [Date.parse(postedAt)] : []))
    return {
      ...made,
      newestMs: times.length > 0 ? Math.max(...times) : null,
      oldestMs: times.at(-1) ?? null,
      next: nextPageToken ?? null,
    }
  }
  async function* walk(cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void> {
    const kept = keptOf(cursor)
    const found = new Map(kept.found.filter(([, ms]) => ms > nowMs() - followDays * 86_400_000))
    follow(terms, [...found.keys()])
    // A restart is no reason to search again.
    if (nowMs() < kept.askedMs + everyMs / 2) return
    // The list of YouTube's search is late by hours.
    const list = { page, overlapMs: 6 * 3_600_000, maxPages: searchPages, nowMs }
    for await (const one of newestFirst(list, kept.mark, signal)) {
      for (const { externalId, postedAt } of one.posts)
        found.set(externalId, Date.parse(postedAt ?? '') || nowMs())
      const newest = [...found].sort((a, b) => b[1] - a[1]).slice(0, mostFollowed)
      follow(
        terms,
        newest.map(([id]) => id),
      )
      yield {
        ...one,
        cursor: JSON.stringify({ mark: one.cursor, askedMs: nowMs(), found: newest } satisfies Kept),
      }
    }
  }
  return { key: `search:${terms}`, everyMs, walk }
}

function keptOf(cursor: string | null): Kept {
  try {
    return Kept.parse(JSON.parse(cursor ?? ''))
  } catch {
    return { mark: null, askedMs: 0, found: [] }
  }
}
