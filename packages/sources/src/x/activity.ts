import { jsonOf } from '../lossless-json.ts'
import type { Delivery, Items } from '../source.ts'
import { Trouble } from '../trouble.ts'
import { toPost } from './post.ts'
import { ActivityEvent, noIncludes, StreamLine, XId, XPost } from './shape.ts'

const withPost = new Set([
  'post.create',
  'post.mention.create',
  'post.reply.create',
  'post.quote.create',
  'post.repost.create',
])

/**
 * What X pushed: an event of the Activity API, or a post of a filtered-stream webhook. Messages, follows, likes and changes of
 * profile are no public posts and leave nothing.
 */
export function parseActivity({ body, receivedAt }: Delivery): Items {
  const json = jsonOf(body)
  const event = ActivityEvent.safeParse(json)
  if (!event.success) return streamed(json, body.toString('utf8'), receivedAt)
  const { event_type: type, payload, includes } = event.data.data
  if (type === 'post.delete') return deleted(payload, receivedAt)
  if (withPost.has(type)) {
    const post = toPost(payload, includes ?? noIncludes, { raw: body.toString('utf8'), receivedAt })
    return typeof post === 'string' ? { posts: [], rejected: [{ reason: post }] } : { posts: [post] }
  }
  return type.startsWith('post.')
    ? { posts: [], rejected: [{ reason: 'event.unknown_type' }] }
    : { posts: [] }
}

function streamed(json: unknown, raw: string, receivedAt: string): Items {
  const line = StreamLine.safeParse(json)
  if (!line.success || !XPost.safeParse(line.data.data).success)
    throw new Trouble('malformed', 'event.unknown_shape')
  const post = toPost(line.data.data, line.data.includes ?? noIncludes, { raw, receivedAt })
  return typeof post === 'string' ? { posts: [], rejected: [{ reason: post }] } : { posts: [post] }
}

function deleted(payload: unknown, at: string): Items {
  const id = XId.safeParse((payload as { id?: unknown } | null)?.id)
  if (!id.success) throw new Trouble('malformed', 'event.unknown_shape')
  return { posts: [], removals: [{ kind: 'post', externalId: id.data, reason: 'deleted', at }] }
}
