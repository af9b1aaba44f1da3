import type { Post } from '@hark/domain'
import { z } from 'zod'
import type { ReplyTarget } from '../publish.ts'
import { commentPost, threadItems } from './post.ts'
import { Thread } from './shape.ts'

/** A channel's id. */
export const youtubeAccount = /^UC[\w-]{22}$/

const Whose = z.object({
  snippet: z.object({ canReply: z.boolean().nullish(), channelId: z.string().nullish() }),
})

/**
 * A comment under a video of the account's own channel is answered; under videos of others a company's answer is unasked-for, and is left
 * to a person. A thread is one level deep: whatever is answered, the answer stands under the first comment (`root`). `cid` is when the
 * comment was last edited.
 */
export function youtubeReplyTarget(
  { externalId, raw }: Pick<Post, 'externalId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  const [first] = externalId.split('.') as [string]
  const json = jsonOrNull(raw)
  const { data } = Whose.safeParse(json)
  if (!data || !account || data.snippet.channelId !== account || data.snippet.canReply === false) return null
  const post = commentIn(json)
  if (post === null || post.externalId !== externalId || post.authorId === account) return null
  return { parent: { id: externalId, cid: post.revision || null }, root: { id: first, cid: null } }
}

/** What is kept of a first comment is its thread, of an answer the comment. */
function commentIn(json: unknown): Post | null {
  if (Thread.safeParse(json).data?.snippet.topLevelComment !== undefined)
    return threadItems(json, '').posts[0] ?? null
  const post = commentPost(json, { raw: json, receivedAt: '' })
  return typeof post === 'string' ? null : post
}

function jsonOrNull(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}
