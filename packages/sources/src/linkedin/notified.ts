import type { Post, Removal } from '@hark/domain'
import { z } from 'zod'
import type { Items, Rejection } from '../source.ts'
import { troubleOf } from '../trouble.ts'
import type { Api } from './api.ts'
import { commentPost, notifiedPost } from './post.ts'
import { Notification } from './shape.ts'
import { canonicalUrn, inPath, partsOf } from './urn.ts'

const worded = new Set([
  'COMMENT',
  'ADMIN_COMMENT',
  'COMMENT_EDIT',
  'COMMENT_MENTION',
  'SHARE',
  'SHARE_MENTION',
])

/** What notifications say, each once by its id: words as posts, deletions as removals. Reactions leave nothing. */
export async function notified(
  list: readonly unknown[],
  { api, receivedAt, signal }: { api: Api; receivedAt: string; signal: AbortSignal },
): Promise<Required<Items>> {
  const found = { posts: [] as Post[], rejected: [] as Rejection[], removals: [] as Removal[] }
  const seen = new Set<string>()
  for (const json of list) {
    const parsed = Notification.safeParse(json)
    if (!parsed.success) {
      found.rejected.push({ reason: 'item.unknown_shape' })
      continue
    }
    const one = parsed.data
    if (seen.has(one.notificationId)) continue
    seen.add(one.notificationId)
    if (one.action === 'COMMENT_DELETE') found.removals.push(...removalOf(one, receivedAt))
    if (!worded.has(one.action)) continue
    const post = notifiedPost(one, json, receivedAt) ?? (await fetched(one, api, receivedAt, signal))
    if (typeof post === 'string') found.rejected.push({ reason: post })
    else found.posts.push(post)
  }
  return found
}

function removalOf(
  { generatedActivity, decoratedGeneratedActivity: decorated, lastModifiedAt }: Notification,
  receivedAt: string,
): Removal[] {
  const urn = decorated?.comment?.entity ?? generatedActivity
  const at = lastModifiedAt ? new Date(lastModifiedAt).toISOString() : receivedAt
  return urn ? [{ kind: 'post', externalId: canonicalUrn(urn), reason: 'deleted', at }] : []
}

/** A notification without its words; what cannot be fetched now comes again with the next pull. */
async function fetched(
  one: Notification,
  api: Api,
  receivedAt: string,
  signal: AbortSignal,
): Promise<Post | string> {
  const parts = partsOf(one.generatedActivity ?? '')
  if (parts === null) return 'item.without_text'
  try {
    const json = await api.get(commentPath(parts), z.unknown(), signal)
    return commentPost(json, {
      receivedAt,
      rootId: one.decoratedSourcePost?.entity ?? one.sourcePost ?? null,
    })
  } catch (error) {
    return `comment.unread:${troubleOf(error).code}`
  }
}

export const commentPath = ({ thread, id }: { thread: string; id: string }) =>
  `socialActions/${inPath(thread)}/comments/${id}`
