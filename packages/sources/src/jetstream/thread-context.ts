import type { Post } from '@hark/domain'
import { z } from 'zod'
import { askJson } from '../ask.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Source } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { postCollection } from './event.ts'
import { parseRecord, toPost } from './record.ts'

const Shown = z.object({
  uri: z.string(),
  author: z.object({ did: z.string(), handle: z.string().optional() }),
  record: z.unknown(),
})
const Answer = z.object({ posts: z.array(z.unknown()) })

/**
 * What a post answers or quotes, by an AppView (`app.bsky.feed.getPosts`, no account). What was deleted, or is hidden from those
 * who are not signed in, is simply not in the answer.
 */
export function threadContext(
  appView: string,
  http: Http,
  nowMs: () => number = Date.now,
): NonNullable<Source['context']> {
  return async ({ parentId, rootId, quotedId }, signal) => {
    const wanted = [...new Set([parentId, rootId, quotedId])].filter(
      (id) => id !== null && isPost(id),
    ) as string[]
    if (wanted.length === 0) return []
    const query = new URLSearchParams(wanted.map((uri): [string, string] => ['uris', uri]))
    const { data } = await askJson(
      http,
      `${appView}/xrpc/app.bsky.feed.getPosts?${query}`,
      Answer,
      { signal },
      nowMs,
    )
    return data.posts.flatMap((item) => shownPost(item, new Date(nowMs()).toISOString()) ?? [])
  }
}

/** A quote may be of a feed, a list or a starter pack, which say nothing. */
const isPost = (uri: string): boolean => uri.startsWith('at://') && uri.includes(`/${postCollection}/`)

/** Null for what cannot be read: context is a help, and none of it is counted. */
function shownPost(item: unknown, receivedAt: string): Post | null {
  const shown = Shown.safeParse(item)
  const record = shown.success ? parseRecord(shown.data.record) : null
  const rkey = shown.data?.uri.split('/').at(-1)
  if (!shown.success || record === null || !rkey) return null
  const { author } = shown.data
  const post = toPost({ did: author.did, rkey }, record, {
    raw: JSON.stringify(item),
    receivedAt,
    revision: '',
  })
  return storablePost({ ...post, authorHandle: author.handle ?? null })
}
