import { z } from 'zod'
import { Circle, keysOf } from '../poll/circle.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import { commentPost, sorted } from './post.ts'
import type { Thread } from './shape.ts'
import { keyOf, maxPages, type Place, type Reading, threadPage, timeOf } from './threads.ts'

/** How many answers a thread had when all of them were last read. */
const Counts = z.record(z.string(), z.number())

/**
 * Goes over the threads of the last days again: an answer does not move its thread to the top, and an edit nothing at all. Answers
 * beyond the five that come with a thread are listed where their number has changed.
 */
export function repliesLane(place: Place, { api, nowMs, everyMs }: Reading, followDays: number): Lane {
  async function* walk(cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void> {
    const [before, after] = [countsOf(cursor), {} as Record<string, number>]
    const edgeMs = nowMs() - followDays * 86_400_000
    const circle = new Circle()
    let next: string | null = null
    for (let page = 1; page <= maxPages; page += 1) {
      const { listed, threads } = await threadPage(api, place, next, nowMs, signal)
      yield { posts: listed.posts, rejected: listed.rejected ?? [], cursor }
      for (const thread of threads) {
        const total = thread.snippet.totalReplyCount ?? 0
        if (total <= (thread.replies?.comments.length ?? 0)) continue
        if (before[thread.id] !== total) yield* answers(thread, signal, cursor)
        after[thread.id] = total
      }
      const oldest = threads.at(-1)
      next = listed.next
      if (next === null || (oldest && (timeOf(oldest) ?? 0) < edgeMs)) break
      circle.assertLeadsOn(next, keysOf(listed.posts))
    }
    yield { posts: [], cursor: JSON.stringify(after) }
  }

  async function* answers(
    { id, snippet }: Thread,
    signal: AbortSignal,
    cursor: string | null,
  ): AsyncGenerator<Page, void> {
    const circle = new Circle()
    let next: string | undefined
    for (let page = 1; ; page += 1) {
      const query = { part: 'snippet', parentId: id, maxResults: '100', textFormat: 'plainText' }
      const answer = await api.list('comments', { ...query, ...(next && { pageToken: next }) }, signal)
      const around = { receivedAt: new Date(nowMs()).toISOString(), videoId: snippet.videoId }
      const made = (answer.items ?? []).map((item) => commentPost(item, { ...around, raw: item }))
      const listed = sorted(made)
      yield { ...listed, cursor }
      next = answer.nextPageToken ?? undefined
      if (next === undefined) return
      circle.assertLeadsOn(next, keysOf(listed.posts))
      if (page >= maxPages) throw new Trouble('malformed', 'list.endless')
    }
  }

  return { key: `replies:${keyOf(place)}`, everyMs, walk }
}

function countsOf(cursor: string | null): Record<string, number> {
  try {
    return Counts.parse(JSON.parse(cursor ?? '{}'))
  } catch {
    return {}
  }
}
