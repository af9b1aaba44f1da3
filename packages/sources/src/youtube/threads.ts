import type { Lane } from '../poll/lane.ts'
import { type Listed, newestFirst } from '../poll/newest-first.ts'
import type { Api } from './api.ts'
import { threadItems } from './post.ts'
import { type Thread, Thread as ThreadShape } from './shape.ts'

export type Place = { videoId: string } | { channelId: string }
export type Reading = { api: Api; nowMs: () => number; everyMs: number }

export const keyOf = (place: Place) =>
  'videoId' in place ? `video:${place.videoId}` : `channel:${place.channelId}`

/** Comments held back as spam are let through hours later, with their first time. */
const overlapMs = 3_600_000
export const maxPages = 50

/** New comments under a video, or under every video of a channel, newest first. */
export function threadsLane(place: Place, { api, nowMs, everyMs }: Reading): Lane {
  const list = {
    page: async (next: string | null, signal: AbortSignal) =>
      (await threadPage(api, place, next, nowMs, signal)).listed,
    overlapMs,
    maxPages,
    nowMs,
  }
  return { key: keyOf(place), everyMs, walk: (cursor, signal) => newestFirst(list, cursor, signal) }
}

/** One page of threads with the answers that come along, and the threads themselves. */
export async function threadPage(
  api: Api,
  place: Place,
  next: string | null,
  nowMs: () => number,
  signal: AbortSignal,
): Promise<{ listed: Listed; threads: Thread[] }> {
  const where =
    'videoId' in place ? { videoId: place.videoId } : { allThreadsRelatedToChannelId: place.channelId }
  const query = {
    part: 'snippet,replies',
    ...where,
    order: 'time',
    maxResults: '100',
    textFormat: 'plainText',
    ...(next !== null && { pageToken: next }),
  }
  const { items, nextPageToken } = await api.list('commentThreads', query, signal)
  const receivedAt = new Date(nowMs()).toISOString()
  const all = (items ?? []).map((item) => threadItems(item, receivedAt))
  const times = (items ?? []).flatMap((item) => timeOf(item) ?? [])
  return {
    listed: {
      posts: all.flatMap(({ posts }) => posts),
      rejected: all.flatMap(({ rejected }) => rejected),
      newestMs: times.length > 0 ? Math.max(...times) : null,
      // Not the least: a pinned comment stands first, however old it is.
      oldestMs: times.at(-1) ?? null,
      next: nextPageToken ?? null,
    },
    threads: all.flatMap(({ thread }) => thread ?? []),
  }
}

/** When a thread began, ms; null where it does not say. */
export function timeOf(thread: unknown): number | null {
  const parsed = ThreadShape.safeParse(thread)
  const first = parsed.success ? parsed.data.snippet.topLevelComment : null
  const ms = Date.parse((first as { snippet?: { publishedAt?: string } } | null)?.snippet?.publishedAt ?? '')
  return Number.isNaN(ms) ? null : ms
}
