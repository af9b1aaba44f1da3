import type { Post, Removal } from '@hark/domain'
import { jsonOf } from '../lossless-json.ts'
import { Push } from '../meta/shape.ts'
import { instantOf } from '../meta/time.ts'
import type { Delivery, Items, Rejection } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { facebookPost } from './post.ts'
import { FeedChange } from './shape.ts'

type Found = { posts: Post[]; rejected: Rejection[]; removals: Removal[] }

/** Items of a feed that are words of somebody; reactions and the like leave nothing. */
const worded = new Set(['comment', 'post', 'status', 'photo', 'video', 'share', 'album', 'note', 'mention'])
const removed = new Set(['remove', 'delete', 'hide'])
const changed = new Set(['edited', 'edit', 'update'])

/** What changed on our pages: comments and posts, new, edited, hidden or removed. */
export function parsePush({ body, receivedAt }: Delivery): Items {
  const push = Push.safeParse(jsonOf(body))
  if (!push.success || push.data.object !== 'page') throw new Trouble('malformed', 'event.unknown_shape')
  const found: Found = { posts: [], rejected: [], removals: [] }
  for (const { time, changes } of push.data.entry) {
    for (const { field, value } of changes ?? []) {
      if (field === 'feed' || field === 'mention')
        take(value, instantOf(time) ?? receivedAt, receivedAt, found)
    }
  }
  return found
}

function take(value: unknown, at: string, receivedAt: string, found: Found): void {
  const parsed = FeedChange.safeParse(value)
  if (!parsed.success) return void found.rejected.push({ reason: 'item.unknown_shape' })
  const { item, verb, comment_id, post_id } = parsed.data
  if (!worded.has(item)) return
  const id = comment_id ?? post_id
  if (!id) return void found.rejected.push({ reason: 'item.without_id' })
  if (removed.has(verb)) {
    // What the page itself hides is seen no more by others, and can come back: it leaves the display as a takedown does.
    const reason = verb === 'hide' ? 'taken_down' : 'deleted'
    return void found.removals.push({ kind: 'post', externalId: id, reason, at })
  }
  const post = postOf(parsed.data, value, id, at, receivedAt)
  if (typeof post === 'string') found.rejected.push({ reason: post })
  else found.posts.push(post)
}

function postOf(change: FeedChange, raw: unknown, id: string, at: string, receivedAt: string): Post | string {
  const { verb, comment_id, post_id, parent_id, from, message, created_time: created } = change
  // Edited, or shown again: another version, named by when it came to be.
  const revision = changed.has(verb) || verb === 'unhide' ? at : ''
  const answers = comment_id && parent_id !== post_id ? parent_id : null
  const made = facebookPost(
    {
      id,
      message,
      from,
      created_time: created,
      permalink_url: change.permalink_url ?? change.post?.permalink_url,
      ...(answers && { parent: { id: answers } }),
      ...attached(change),
    },
    { receivedAt, postId: comment_id ? (post_id ?? null) : null, revision },
  )
  return typeof made === 'string' ? made : { ...made, raw: JSON.stringify(raw) }
}

function attached({ photo, video, link }: FeedChange) {
  const type = video ? 'video' : photo ? 'photo' : link ? 'share' : null
  return type === null ? {} : { attachment: { type } }
}
