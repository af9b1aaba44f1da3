import type { Post } from '@hark/domain'
import type { FeedEntry } from '../feed/feed.ts'
import { describedBy, readFeed } from '../feed/fetch-feed.ts'
import { subscribed } from '../feed/websub.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Lane } from '../poll/lane.ts'
import type { Delivery, Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { instant } from './post.ts'

const hub = 'https://pubsubhubbub.appspot.com/subscribe'
const topicOf = (channelId: string) => `https://www.youtube.com/xml/feeds/videos.xml?channel_id=${channelId}`

/** Keeps YouTube's hub pushing the new videos of a channel. */
export function pushLane(
  channelId: string,
  http: Http,
  { callback, secret, nowMs }: { callback: string; secret: string | undefined; nowMs: () => number },
): Lane {
  return {
    key: `push:${channelId}`,
    everyMs: 3_600_000,
    async *walk(cursor) {
      const topic = topicOf(channelId)
      const last = cursor === null ? null : { url: hub, topic, renewMs: Number(cursor) || 0 }
      const now = await subscribed(http, { hub, self: topic }, topic, { callback, secret }, last, nowMs())
      yield { posts: [], cursor: now === null ? null : String(now.renewMs) }
    },
  }
}

/** What the hub pushed: new or renamed videos as posts, deleted ones as removals. `found` hears of the videos. */
export async function parsePush(
  { body, headers, receivedAt }: Delivery,
  found: (videoId: string) => void,
): Promise<Items> {
  const feed = await readFeed({ bytes: body, ...describedBy(new Headers(headers), null) })
  const made = feed.entries.map((entry) => entryPost(entry, receivedAt))
  const posts = made.filter((post) => post !== null)
  for (const { externalId } of posts) found(externalId)
  const removals = feed.deleted.flatMap(({ ref, when }) => {
    const [, externalId] = /^yt:video:([\w-]{11})$/.exec(ref) ?? []
    if (externalId === undefined) return []
    return [
      { kind: 'post' as const, externalId, reason: 'deleted' as const, at: instant(when) ?? receivedAt },
    ]
  })
  const unknown = made.filter((post) => post === null).map(() => ({ reason: 'item.unknown_shape' }))
  return { posts, removals, rejected: [...unknown, ...feed.rejected] }
}

function entryPost(entry: FeedEntry, receivedAt: string): Post | null {
  const [, id] = /^yt:video:([\w-]{11})$/.exec(entry.id ?? '') ?? []
  if (id === undefined) return null
  const [author] = entry.authors
  return storablePost({
    platform: 'youtube',
    externalId: id,
    revision: '',
    authorId: /\/channel\/(UC[\w-]{22})/.exec(author?.uri ?? '')?.[1] ?? null,
    authorHandle: author?.name ?? null,
    text: entry.title?.value ?? '',
    lang: null,
    url: `https://www.youtube.com/watch?v=${id}`,
    postedAt: instant(entry.published),
    receivedAt,
    parentId: null,
    rootId: null,
    quotedId: null,
    media: [{ kind: 'video', alt: null }],
    raw: entry.raw,
  })
}
