import type { Post } from '@hark/domain'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { Trouble } from '../trouble.ts'
import type { FeedConfig } from './config.ts'
import type { Feed, FeedEntry } from './feed.ts'
import { type FeedCursor, readCursor, shortHash, writeCursor } from './feed-cursor.ts'
import { type Fetched, fetchFeed } from './fetch-feed.ts'
import { nextReadingMs, outsideSkippedHours } from './pace.ts'
import { postsOf } from './post.ts'
import { subscribed } from './websub.ts'

/** Older parts of a feed that are read to reach what was seen last. */
const mostParts = 10
const mostCommentFeeds = 30
/** Older parts that lead in a circle are waited out for so long; what lies beyond them is lost then. */
const patienceMs = 86_400_000
/** What is dated further ahead stands on top for ever: that it is known says nothing of what came since. */
const inventedMs = 86_400_000

export type FeedMeans = {
  http: Http
  config: FeedConfig
  nowMs: () => number
  secret: string | undefined
  /** Told which feeds of comments there are now, address and item. */
  onComments: (feed: string, comments: FeedCursor['comments']) => void
  /** Told of each document that was read, with the posts it holds. */
  onFeed?: (feed: Feed, posts: readonly Post[]) => void
}

/** One feed that is polled. `everyMs` follows what the feed asks for. */
export function feedLane(address: string, means: FeedMeans, parentId: string | null = null): Lane {
  const everyMs = means.config.everyMinutes * 60_000
  const lane = {
    key: parentId === null ? address : `comments:${address}`,
    everyMs,
    async *walk(cursor: string | null, signal: AbortSignal): AsyncGenerator<Page, void> {
      const kept = readCursor(cursor)
      means.onComments(address, kept.comments)
      const fetched = await fetchFeed(means.http, kept.url ?? address, kept, signal, means.nowMs)
      const moved = fetched.movedTo ?? kept.url
      const answered = {
        ...kept,
        url: moved,
        etag: fetched.etag,
        modified: fetched.modified,
        body: fetched.body,
        okMs: means.nowMs(),
      }
      if (fetched.feed === null) return yield { posts: [], cursor: writeCursor(answered) }
      lane.everyMs = paceOf(fetched, fetched.feed, everyMs, means.nowMs())
      yield* parts({ ...means, address, parentId, kept, answered, signal }, fetched, fetched.feed)
    },
  }
  return lane
}

function paceOf({ headers }: Fetched, feed: Feed, everyMs: number, nowMs: number): number {
  const nextMs = nowMs + nextReadingMs(everyMs, feed, headers)
  return outsideSkippedHours(nextMs, feed.skipHours) - nowMs
}

type Reading = FeedMeans & {
  address: string
  parentId: string | null
  kept: FeedCursor
  answered: FeedCursor
  signal: AbortSignal
}

/** The feed, and older parts of it until one holds what was seen last. The cursor moves with the last of them. */
async function* parts(reading: Reading, { url }: Fetched, newest: Feed): AsyncGenerator<Page, void> {
  const { kept, nowMs, http, signal } = reading
  const known = new Set(kept.seen)
  const asked = new Set([url])
  let feed = newest
  for (let part = 1; ; part += 1) {
    const items = postsOf(feed, placeOf(reading, url))
    reading.onFeed?.(feed, items.posts)
    const ids = items.posts
      .filter(({ postedAt }) => postedAt === null || Date.parse(postedAt) < nowMs() + inventedMs)
      .map(({ externalId }) => shortHash(externalId))
    // What was empty before is new to its end; a feed never read is not.
    const first = known.size === 0 && (kept.okMs === 0 || feed.next === null)
    const reached = first || ids.length === 0 || ids.some((id) => known.has(id))
    const circle = !reached && feed.next !== null && asked.has(feed.next)
    if (circle && nowMs() - kept.okMs < patienceMs) {
      yield { ...items, cursor: writeCursor(kept) }
      throw new Trouble('malformed', 'list.loops')
    }
    const next = circle || part >= mostParts ? null : feed.next
    if (reached || next === null) {
      const reason = circle ? 'list.loops' : 'feed.window_passed'
      const gap = reached ? null : gapOf(kept, items.posts, reason, nowMs())
      return yield {
        ...items,
        cursor: writeCursor(await finished(reading, newest, url)),
        ...(gap && { gap }),
      }
    }
    yield { ...items, cursor: writeCursor(kept) }
    asked.add(next)
    feed = (await fetchFeed(http, next, { etag: null, modified: null, body: null }, signal, nowMs))
      .feed as Feed
  }
}

const placeOf = ({ address, parentId, nowMs }: Reading, _url: string) => ({
  url: address,
  receivedAt: new Date(nowMs()).toISOString(),
  parentId,
})

async function finished(reading: Reading, newest: Feed, url: string): Promise<FeedCursor> {
  const { http, config, secret, nowMs, answered, kept, parentId } = reading
  const { posts } = postsOf(newest, placeOf(reading, url))
  const comments = config.comments && parentId === null ? commentsOf(newest, posts) : []
  reading.onComments(reading.address, comments)
  const hub = await subscribed(http, newest, url, { callback: config.callback, secret }, kept.hub, nowMs())
  return { ...answered, seen: posts.map(({ externalId }) => shortHash(externalId)), hub, comments }
}

function commentsOf(feed: Feed, posts: readonly Post[]): FeedCursor['comments'] {
  const found = feed.entries.flatMap((entry): FeedCursor['comments'] => {
    const post = postFor(entry, posts)
    return entry.commentFeed !== null && post ? [[entry.commentFeed, post.externalId]] : []
  })
  return found.slice(0, mostCommentFeeds)
}

/** Nothing of what the feed held last is in it any more: between then and its oldest item, items may have come and gone. */
function gapOf(
  { okMs }: FeedCursor,
  posts: readonly { postedAt: string | null }[],
  reason: string,
  nowMs: number,
) {
  const dates = posts.flatMap(({ postedAt }) => postedAt ?? []).sort()
  const from = new Date(okMs || nowMs).toISOString()
  const oldest = dates[0] ?? new Date(nowMs).toISOString()
  return {
    from,
    to: oldest > from ? oldest : new Date(nowMs).toISOString(),
    reason,
    state: 'lost' as const,
  }
}

/** The post an entry became; undefined where it was rejected. */
export function postFor({ id, link }: FeedEntry, posts: readonly Post[]): Post | undefined {
  const own = posts.find(
    ({ externalId }) => id !== null && (externalId === id || externalId.endsWith(`#${id}`)),
  )
  return own ?? posts.find(({ url }) => link !== null && url === link)
}
