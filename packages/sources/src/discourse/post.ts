import type { Post, Removal } from '@hark/domain'
import { htmlText } from '../feed/html-text.ts'
import { storablePost } from '../storable-text.ts'
import { DiscoursePost } from './shape.ts'

export type Read = { post: Post } | { gone: Removal & { kind: 'post' } } | { reason: string }

/** Where a post was read: ids are those of one forum. `idOf` knows other posts of a topic by their number there. */
export type Place = {
  server: string
  receivedAt: string
  idOf: (topic: number, postNumber: number) => number | null
}

/** `forum.example/p/123`, which is also its short address. */
export const externalIdOf = (server: string, id: number) => `${placeOf(server)}/p/${id}`
export const authorIdOf = (server: string, id: number) => `${placeOf(server)}/u/${id}`
const placeOf = (server: string) => server.replace(/^https?:\/\//, '')

const postTypes = { smallAction: 3, whisper: 4 }

/** A post of a forum, word that it is gone, or why it is neither. */
export function readPost(json: unknown, place: Place): Read {
  const parsed = DiscoursePost.safeParse(json)
  if (!parsed.success) return { reason: 'item.unknown_shape' }
  const one = parsed.data
  const externalId = externalIdOf(place.server, one.id)
  const gone = (reason: 'deleted' | 'taken_down'): Read => ({
    gone: { kind: 'post', externalId, reason, at: place.receivedAt },
  })
  if (one.deleted_at || one.user_deleted) return gone('deleted')
  if (one.hidden) return gone('taken_down')
  if (one.topic_archetype === 'private_message' || one.post_type === postTypes.whisper)
    return { reason: 'item.not_public' }
  if (one.post_type === postTypes.smallAction) return { reason: 'item.no_words' }
  return postOf(one, json, externalId, place)
}

function postOf(one: DiscoursePost, json: unknown, externalId: string, place: Place): Read {
  const { server, receivedAt } = place
  const body = one.cooked
    ? htmlText(withoutDecoration(one.cooked))
    : { text: one.raw?.trim() ?? '', images: [] }
  const text = [one.post_number === 1 ? one.topic_title?.trim() : null, body.text].filter(Boolean).join('\n')
  const media = body.images.map((alt) => ({ kind: 'image' as const, alt }))
  if (text === '' && media.length === 0) return { reason: 'text.absent' }
  return {
    post: storablePost({
      platform: 'discourse',
      externalId,
      revision: (one.version ?? 1) > 1 ? String(one.version) : '',
      authorId: one.user_id == null ? null : authorIdOf(server, one.user_id),
      authorHandle: one.username || null,
      text,
      lang: null,
      url: addressOf(one, server),
      postedAt: instant(one.created_at),
      receivedAt,
      parentId: referred(one.reply_to_post_number, one, place),
      rootId: one.post_number === 1 ? null : referred(1, one, place),
      quotedId: null,
      media,
      raw: JSON.stringify(json),
    }),
  }
}

function referred(
  postNumber: number | null | undefined,
  { topic_id }: DiscoursePost,
  { server, idOf }: Place,
) {
  const id = postNumber == null || topic_id == null ? null : idOf(topic_id, postNumber)
  return id === null ? null : externalIdOf(server, id)
}

/** Emoji are words; faces of authors and icons of sites are nothing to look at. */
function withoutDecoration(html: string): string {
  return html.replace(/<img\s[^>]*>/gi, (tag) => {
    const classes = /\sclass="([^"]*)"/i.exec(tag)?.[1]?.split(/\s+/) ?? []
    if (classes.includes('emoji')) return /\salt="(:[^"<>]*:)"/i.exec(tag)?.[1] ?? ''
    return classes.includes('avatar') || classes.includes('site-icon') ? '' : tag
  })
}

function addressOf(
  { post_url, topic_slug, topic_id, post_number, id }: DiscoursePost,
  server: string,
): string {
  if (post_url?.startsWith('/')) return new URL(server).origin + post_url
  const path = topic_id == null ? `/p/${id}` : `/t/${topic_slug ?? '-'}/${topic_id}/${post_number ?? 1}`
  return server + path
}

function instant(text: string | null | undefined): string | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
