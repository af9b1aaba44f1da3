import type { Post } from '@hark/domain'
import { jsonOf } from '../lossless-json.ts'
import type { ReplyTarget } from '../publish.ts'
import { InstagramItem } from './shape.ts'

/** An account's numeric id. */
export const instagramAccount = /^\d{1,25}$/

/**
 * Comments under the account's own media are answered (`/{comment}/replies`), and an answer stands under the first comment (`root`). What
 * mentions us elsewhere is kept as `mentioned_comment`, and media have no text of a comment: neither is answered by API. Comments
 * on Instagram are not edited, so no version is pinned.
 */
export function instagramReplyTarget(
  { externalId, raw }: Pick<Post, 'externalId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  const comment = commentOf(raw)
  if (comment === null || comment.from?.id === account) return null
  return { parent: { id: externalId, cid: null }, root: { id: comment.parent_id ?? externalId, cid: null } }
}

function commentOf(raw: string): InstagramItem | null {
  try {
    const parsed = InstagramItem.safeParse(jsonOf(raw))
    return parsed.success && parsed.data.text != null ? parsed.data : null
  } catch {
    return null
  }
}
