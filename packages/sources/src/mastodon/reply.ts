import type { Post } from '@hark/domain'
import type { ReplyTarget } from '../publish.ts'

/** A status is answered by its id on the instance it was read on. */
export function mastodonReplyTarget({
  externalId,
  rootId,
}: Pick<Post, 'externalId' | 'rootId'>): ReplyTarget {
  return { parent: { id: externalId, cid: null }, root: { id: rootId ?? externalId, cid: null } }
}
