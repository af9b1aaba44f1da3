import type { Post } from '@hark/domain'
import { instantOf } from '../meta/time.ts'
import type { Rejection } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { InstagramItem } from './shape.ts'

export type Around = { receivedAt: string; mediaId?: string | null; parentId?: string | null }

/** A media as a post: its caption. Its author is missing where it was found by a hashtag. */
export function mediaPost(json: unknown, { receivedAt }: Around): Post | string {
  const parsed = InstagramItem.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const item = parsed.data
  return made(item, json, receivedAt, {
    text: item.caption ?? '',
    parentId: null,
    rootId: null,
    media: shownIn(item),
  })
}

/** A comment under a media; an answer to it stands under the comment. */
export function commentPost(json: unknown, { receivedAt, mediaId, parentId }: Around): Post | string {
  const parsed = InstagramItem.safeParse(json)
  if (!parsed.success || parsed.data.text == null) return 'item.unknown_shape'
  const item = parsed.data
  const rootId = item.media?.id ?? mediaId ?? null
  const answers = item.parent_id ?? parentId ?? rootId
  return made(item, withoutReplies(json), receivedAt, {
    text: item.text ?? '',
    parentId: answers,
    rootId,
    media: [],
  })
}

/** A comment with the answers that came along. */
export function commentPosts(json: unknown, around: Around): { posts: Post[]; rejected: Rejection[] } {
  const parsed = InstagramItem.safeParse(json)
  const replies = parsed.success ? (parsed.data.replies?.data ?? []) : []
  const parentId = parsed.success ? parsed.data.id : null
  return sorted([
    commentPost(json, around),
    ...replies.map((reply) => commentPost(reply, { ...around, parentId })),
  ])
}

export const sorted = (all: readonly (Post | string)[]) => ({
  posts: all.filter((one): one is Post => typeof one !== 'string'),
  rejected: all.filter((one) => typeof one === 'string').map((reason) => ({ reason })),
})

type Parts = Pick<Post, 'text' | 'parentId' | 'rootId' | 'media'>

function made(item: InstagramItem, raw: unknown, receivedAt: string, parts: Parts): Post {
  const author = item.from ?? item.user ?? item.owner
  return storablePost({
    platform: 'instagram',
    externalId: item.id,
    revision: '',
    authorId: author?.id ?? null,
    authorHandle: item.username ?? author?.username ?? null,
    lang: null,
    url: item.permalink ?? null,
    postedAt: instantOf(item.timestamp ?? item.created_time),
    receivedAt,
    quotedId: null,
    raw: JSON.stringify(raw),
    ...parts,
  })
}

/** Instagram hands out no description of a picture. */
function shownIn({ media_type, children }: InstagramItem): Post['media'] {
  const types = children?.data.length ? children.data.map((one) => one.media_type) : [media_type]
  return types.map((type) => ({ kind: /VIDEO|REELS/.test(type ?? '') ? 'video' : 'image', alt: null }))
}

/** The answers of others are kept with them, not with the comment. */
function withoutReplies(json: unknown): unknown {
  const { replies: _others, ...raw } = json as { replies?: unknown }
  return raw
}
