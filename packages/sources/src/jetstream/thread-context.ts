import { z } from 'zod'
import { askJson } from '../ask.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Source } from '../source.ts'
import { isPostUri, readShown } from './shown-post.ts'

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
      (id) => id !== null && isPostUri(id),
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
    // What cannot be read is left out: context is a help, and none of it is counted.
    return data.posts.flatMap((item) => {
      const shown = readShown(item, new Date(nowMs()).toISOString())
      return typeof shown === 'string' ? [] : [shown.post]
    })
  }
}
