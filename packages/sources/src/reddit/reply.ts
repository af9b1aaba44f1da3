import type { Post } from '@hark/domain'
import type { ReplyTarget } from '../publish.ts'

/** A comment or post is answered by its fullname (`thing_id`). */
export function redditReplyTarget({
  externalId,
  rootId,
}: Pick<Post, 'externalId' | 'rootId'>): ReplyTarget | null {
  if (!/^t[13]_/.test(externalId)) return null
  return { parent: { id: externalId, cid: null }, root: { id: rootId ?? externalId, cid: null } }
}
