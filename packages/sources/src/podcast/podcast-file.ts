import { basename } from 'node:path'
import type { Post } from '@hark/domain'
import { shortHash } from '../feed/feed-cursor.ts'
import { bytesOf } from '../feed/feed-file.ts'
import { readFeed } from '../feed/fetch-feed.ts'
import { postsOf } from '../feed/post.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { readTranscript } from './transcript.ts'
import { transcriptPosts } from './transcript-posts.ts'

/** A feed or a transcript saved as a file, read again only when its bytes are others. Nothing it names is fetched. */
export function podcastFileLane(path: string, nowMs: () => number): Lane {
  return {
    key: `file:${path}`,
    everyMs: 60_000,
    async *walk(cursor): AsyncGenerator<Page, void> {
      const bytes = await bytesOf(path)
      const body = shortHash(bytes)
      if (body === cursor) return
      const receivedAt = new Date(nowMs()).toISOString()
      const feed = await readFeed({ bytes, contentType: null, base: null }).catch((error: unknown) => error)
      if (!(feed instanceof Error)) {
        const items = postsOf(feed as Awaited<ReturnType<typeof readFeed>>, { url: null, receivedAt })
        return yield {
          ...items,
          posts: items.posts.map((post): Post => ({ ...post, platform: 'podcast' })),
          cursor: body,
        }
      }
      const transcript = readTranscript(bytes, null)
      if (transcript === null) throw feed
      const episode = { id: basename(path), postedAt: null, audio: null, link: null }
      const posts = transcriptPosts(transcript, episode, {
        url: basename(path),
        lang: null,
        revision: '',
        receivedAt,
      })
      yield {
        posts,
        rejected: Array.from({ length: transcript.rejected }, () => ({ reason: 'segment.unknown_shape' })),
        cursor: body,
      }
    },
  }
}
