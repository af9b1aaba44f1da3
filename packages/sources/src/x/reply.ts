import type { Post } from '@hark/domain'
import { losslessJson } from '../lossless-json.ts'
import type { ReplyTarget } from '../publish.ts'
import { ActivityEvent, type Includes, noIncludes, StreamLine, XPost } from './shape.ts'

type Stored = Pick<Post, 'externalId' | 'rootId' | 'raw'>

/**
 * Since 2026-02-23 an app may answer by API only who summoned its account (`account`, a user id): by mentioning it, or by quoting
 * a post of its. Null for any other: that answer is copied, and sent by a person in X (`composeUrl`).
 */
export function xReplyTarget(
  { externalId, rootId, raw }: Stored,
  account?: string | null,
): ReplyTarget | null {
  const seen = seenIn(raw)
  const us = account ?? seen?.about
  if (seen === null || !us || seen.post.author_id === us) return null
  if (!mentions(seen, us) && !quotes(seen, us)) return null
  // An edited post keeps the id of its first version with us; X answers the version that was read.
  const version = seen.post.id === externalId ? null : seen.post.id
  return { parent: { id: externalId, cid: version }, root: { id: rootId ?? externalId, cid: null } }
}

/** X's own page with the reply begun: what "copy and open" opens. */
export function composeUrl(postId: string, text = ''): string {
  return `https://x.com/intent/post?${new URLSearchParams({ in_reply_to: postId, ...(text && { text }) })}`
}

/** `about`: the account an event was pushed for, with what it was. */
type Seen = { post: XPost; includes: Includes; about: string | null; type: string | null }

const mentions = ({ post, about, type }: Seen, us: string) =>
  (type === 'post.mention.create' && about === us) ||
  (post.entities?.mentions ?? []).some(({ id }) => id === us)

function quotes({ post, includes, about, type }: Seen, us: string): boolean {
  if (type === 'post.quote.create' && about === us) return true
  const quoted = post.references.find((one) => one.type === 'quoted')?.id
  const ours = [...includes.tweets, ...includes.posts].find(({ id }) => id === quoted)
  return quoted !== undefined && XPost.safeParse(ours).data?.author_id === us
}

/** The post as it came: in an event, or with what was included in a stream or list. */
function seenIn(raw: string): Seen | null {
  const json = jsonOrNull(raw)
  const event = ActivityEvent.safeParse(json)
  if (event.success) {
    const { event_type: type, payload, includes, filter } = event.data.data
    return seen(payload, includes, filter?.user_id ?? null, type)
  }
  const line = StreamLine.safeParse(json)
  return line.success ? seen(line.data.data, line.data.includes, null, null) : null
}

function seen(
  json: unknown,
  includes: Includes | null | undefined,
  about: string | null,
  type: string | null,
): Seen | null {
  const post = XPost.safeParse(json)
  // A repost holds the words, and the mentions, of somebody else.
  if (!post.success || post.data.references.some((one) => one.type === 'retweeted')) return null
  return { post: post.data, includes: includes ?? noIncludes, about, type }
}

function jsonOrNull(raw: string): unknown {
  try {
    return losslessJson(raw)
  } catch {
    return null
  }
}
