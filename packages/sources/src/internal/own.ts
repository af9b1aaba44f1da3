import type { Post } from '@hark/domain'
import { htmlText } from '../feed/html-text.ts'
import type { Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { OwnPost } from './shape.ts'

/** What all internal posts have alike. */
export function internalPost(
  fields: Pick<Post, 'externalId' | 'text' | 'receivedAt' | 'raw'> & Partial<Post>,
): Post {
  const none = { authorId: null, authorHandle: null, lang: null, url: null, postedAt: null, quotedId: null }
  return storablePost({
    platform: 'internal',
    revision: '',
    parentId: null,
    rootId: null,
    media: [],
    ...none,
    ...fields,
  })
}

/** Without what is secret: `token` proves who pushes. */
export function rawOf(body: Record<string, unknown>): string {
  const { token: _secret, ...rest } = body
  return JSON.stringify(rest)
}

/** The shape of our own: one post, or lists of posts and of ids that are deleted. */
export function parseOwn(body: Record<string, unknown>, receivedAt: string): Items {
  const list = Array.isArray(body.posts) ? body.posts : 'text' in body ? [body] : []
  const gone = (Array.isArray(body.deleted) ? body.deleted : []).filter(
    (id) => typeof id === 'string' || Number.isInteger(id),
  )
  const items: Required<Items> = { posts: [], rejected: [], removals: [] }
  for (const json of list) {
    const parsed = OwnPost.safeParse(json)
    if (!parsed.success) items.rejected.push({ reason: 'item.unknown_shape' })
    else if (parsed.data.private) items.rejected.push({ reason: 'item.not_public' })
    else if (parsed.data.text.trim() === '') items.rejected.push({ reason: 'text.absent' })
    else items.posts.push(ownPost(parsed.data, json, receivedAt))
  }
  for (const id of gone)
    items.removals.push({ kind: 'post', externalId: String(id), reason: 'deleted', at: receivedAt })
  return items
}

function ownPost(one: OwnPost, json: unknown, receivedAt: string): Post {
  const url = URL.parse(one.url ?? '')
  return internalPost({
    externalId: one.id,
    revision: instant(one.edited_at) ?? '',
    authorId: one.author?.id ?? null,
    authorHandle: one.author?.name ?? null,
    text: /<(p|div|br)\b/i.test(one.text) ? htmlText(one.text).text : one.text.trim(),
    lang: one.lang || null,
    url: url && /^https?:$/.test(url.protocol) ? url.href : null,
    postedAt: instant(one.at),
    receivedAt,
    parentId: one.reply_to ?? null,
    rootId: one.thread ?? null,
    raw: rawOf(json as Record<string, unknown>),
  })
}

/** Any date, or a number of milliseconds, as an instant. */
export function instant(time: string | number | null | undefined): string | null {
  const date = new Date(time ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? null : date.toISOString()
}
