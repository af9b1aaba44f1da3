import type { Post } from '@hark/domain'
import { z } from 'zod'
import { losslessJson } from '../lossless-json.ts'
import type { ReplyTarget } from '../publish.ts'
import { XId, XPost } from './shape.ts'

/** A pushed event says whose account it is about; a listed or streamed post does not. */
const Event = z.object({
  data: z.object({
    event_type: z.string(),
    filter: z.object({ user_id: XId }),
    payload: XPost,
  }),
})

/**
 * Since 2026-02-23 an app may answer by API only who summoned its account: by a mention, or by quoting it. That is known for a
 * post X pushed as such an event. Any other is null: copied, and sent by a person in X (`composeUrl`).
 */
export function xReplyTarget({
  externalId,
  rootId,
  raw,
}: Pick<Post, 'externalId' | 'rootId' | 'raw'>): ReplyTarget | null {
  const event = eventOf(raw)
  if (event === null) return null
  const { event_type: type, filter, payload } = event.data
  if (payload.author_id === filter.user_id) return null
  const mentions = payload.entities?.mentions ?? []
  const summoned =
    type === 'post.mention.create' ||
    type === 'post.quote.create' ||
    (type === 'post.reply.create' && mentions.some(({ id }) => id === filter.user_id))
  if (!summoned) return null
  return { parent: { id: payload.id, cid: null }, root: { id: rootId ?? externalId, cid: null } }
}

/** X's own page with the reply begun: what "copy and open" opens. */
export function composeUrl(postId: string, text = ''): string {
  return `https://x.com/intent/post?${new URLSearchParams({ in_reply_to: postId, ...(text && { text }) })}`
}

function eventOf(raw: string) {
  try {
    const parsed = Event.safeParse(losslessJson(raw))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}
