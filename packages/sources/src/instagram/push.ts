import type { Post } from '@hark/domain'
import { jsonOf } from '../lossless-json.ts'
import type { Graph } from '../meta/graph.ts'
import { Push } from '../meta/shape.ts'
import { instantOf } from '../meta/time.ts'
import type { Delivery, Items } from '../source.ts'
import { Trouble, troubleOf } from '../trouble.ts'
import { commentFields, mediaFields } from './lanes.ts'
import { commentPost, mediaPost, sorted } from './post.ts'
import { Mention } from './shape.ts'

/** Comments come as they are; of a mention only the ids, and what mentions us is fetched by the account it is about. */
export async function parsePush(graph: Graph, { body, receivedAt }: Delivery): Promise<Items> {
  const push = Push.safeParse(jsonOf(body))
  if (!push.success || push.data.object !== 'instagram') throw new Trouble('malformed', 'event.unknown_shape')
  const made: (Post | string)[] = []
  for (const { id: account, time, changes } of push.data.entry) {
    for (const { field, value } of changes ?? []) {
      if (field === 'comments' || field === 'live_comments')
        made.push(pushed(value, instantOf(time), receivedAt))
      else if (field === 'mentions') made.push(await mentioned(graph, account ?? '', value, receivedAt))
    }
  }
  return sorted(made)
}

/** A pushed comment says not when it was written: the push does. */
function pushed(value: unknown, at: string | null, receivedAt: string): Post | string {
  const post = commentPost(value, { receivedAt })
  return typeof post === 'string' ? post : { ...post, postedAt: post.postedAt ?? at }
}

async function mentioned(
  graph: Graph,
  account: string,
  value: unknown,
  receivedAt: string,
): Promise<Post | string> {
  const mention = Mention.safeParse(value)
  if (!mention.success || !/^\d+$/.test(account)) return 'item.unknown_shape'
  const { media_id: mediaId, comment_id: commentId } = mention.data
  const fields = commentId
    ? `mentioned_comment.comment_id(${commentId}){${commentFields.replace(/,replies.*$/, '')}}`
    : `mentioned_media.media_id(${mediaId}){${mediaFields}}`
  try {
    const answer = await graph.get(account, { fields }, AbortSignal.timeout(30_000))
    if (!commentId) return mediaPost(answer.mentioned_media, { receivedAt })
    const { mentioned_comment } = answer
    const post = commentPost(mentioned_comment, { receivedAt, mediaId })
    // As it came: it stands under media of somebody else, where no answer goes by API.
    return typeof post === 'string' ? post : { ...post, raw: JSON.stringify({ mentioned_comment }) }
  } catch (error) {
    // Counted as offered and not read: a person sees it.
    return `mention.unread:${troubleOf(error).code}`
  }
}
