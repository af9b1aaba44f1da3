import type { Post } from '@hark/domain'
import { instantOf } from '../meta/time.ts'
import { storablePost } from '../storable-text.ts'
import { type Attachment, FacebookItem } from './shape.ts'

export type Around = { receivedAt: string; postId?: string | null; revision?: string }

/** A post or comment as a post of ours, or why it is none. `postId` is the post a comment stands under. */
export function facebookPost(
  json: unknown,
  { receivedAt, postId = null, revision = '' }: Around,
): Post | string {
  const parsed = FacebookItem.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const item = parsed.data
  if (item.is_private || item.is_published === false) return 'item.not_public'
  const root = postId === item.id ? null : postId
  return storablePost({
    platform: 'facebook',
    externalId: item.id,
    revision,
    authorId: item.from?.id ?? null,
    authorHandle: item.from?.name ?? null,
    text: item.message ?? '',
    lang: null,
    url: item.permalink_url ?? `https://www.facebook.com/${item.id}`,
    postedAt: instantOf(item.created_time),
    receivedAt,
    parentId: item.parent?.id ?? root,
    rootId: root,
    quotedId: null,
    media: mediaOf(item),
    raw: JSON.stringify(json),
  })
}

function mediaOf({ attachment, attachments, message }: FacebookItem): Post['media'] {
  const all = [...(attachment ? [attachment] : []), ...(attachments?.data ?? [])]
  return all.map((one) => ({ kind: kindOf(one), alt: wordsOf(one, message) }))
}

function kindOf({ media_type, type }: Attachment): Post['media'][number]['kind'] {
  const name = `${media_type ?? ''} ${type ?? ''}`
  if (/video|animated/.test(name)) return 'video'
  return /photo|album|image|sticker/.test(name) ? 'image' : 'link'
}

/** What an attachment says beyond the post itself: photos repeat its text as their description. */
function wordsOf({ title, description }: Attachment, message: string | null | undefined): string | null {
  const said = [title, description].filter((words) => words && words !== message)
  return said.length > 0 ? said.join('\n') : null
}
