import type { Post } from '@hark/domain'
import { jsonOf } from '../lossless-json.ts'
import type { ReplyTarget } from '../publish.ts'
import { wordsPin } from '../write/seen.ts'
import { notifiedPost } from './post.ts'
import { Notification } from './shape.ts'
import { canonicalUrn, partsOf } from './urn.ts'

export const linkedinAccount = /^urn:li:organization:\d{1,20}$/

/**
 * A comment on a post of the organisation's own page is answered, as the organisation: what LinkedIn told of it must say whose post it is
 * under. An answer to an answer stands under the first comment (`root`). `cid` pins the words. Null elsewhere, and for its own.
 */
export function linkedinReplyTarget(
  { externalId, raw }: Pick<Post, 'externalId' | 'raw'>,
  account?: string | null,
): ReplyTarget | null {
  const json = jsonOrNull(raw)
  const told = Notification.safeParse(json).data
  if (!told || !account || partsOf(externalId) === null || !/^COMMENT(_EDIT)?$/.test(told.action)) return null
  const comment = told.decoratedGeneratedActivity?.comment
  const post = notifiedPost(told, json, '')
  if (!comment || post === null || told.decoratedSourcePost?.owner !== account || post.authorId === account)
    return null
  const first = comment.parentComment ? canonicalUrn(comment.parentComment) : externalId
  return { parent: { id: externalId, cid: wordsPin(post.text) }, root: { id: first, cid: null } }
}

function jsonOrNull(raw: string): unknown {
  try {
    return jsonOf(raw)
  } catch {
    return null
  }
}
