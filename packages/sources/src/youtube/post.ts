import type { Post } from '@hark/domain'
import { htmlText } from '../feed/html-text.ts'
import { looksLikeHtml } from '../feed/markup.ts'
import type { Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { Comment, Thread, Video } from './shape.ts'

/** `raw` is the comment as received, or its thread without the answers of others. */
export type Around = { raw: unknown; receivedAt: string; videoId?: string | null | undefined }

/** A comment as a post, or why it is none. Its parent is the comment it answers, else the video it stands under. */
export function commentPost(json: unknown, { raw, receivedAt, ...around }: Around): Post | string {
  const parsed = Comment.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const { id, snippet } = parsed.data
  const text = textOf(snippet)
  if (text === null) return 'item.without_text'
  // Only the owner of a channel is shown what waits for moderation, or was turned down.
  if (snippet.moderationStatus && snippet.moderationStatus !== 'published') return 'item.not_public'
  const videoId = snippet.videoId ?? around.videoId ?? null
  const parentId = snippet.parentId ?? (id.includes('.') ? (id.split('.')[0] as string) : null)
  return storablePost({
    platform: 'youtube',
    externalId: id,
    revision: revisionOf(snippet),
    authorId: snippet.authorChannelId || null,
    authorHandle: snippet.authorDisplayName || null,
    text,
    lang: null,
    url: videoId ? `https://www.youtube.com/watch?v=${videoId}&lc=${id}` : null,
    postedAt: instant(snippet.publishedAt),
    receivedAt,
    parentId: parentId ?? videoId,
    rootId: videoId ?? parentId,
    quotedId: null,
    media: [],
    raw: JSON.stringify(raw),
  })
}

/** The comments of one thread: the first, and those of its answers that came along. */
export function threadItems(json: unknown, receivedAt: string): Required<Items> & { thread: Thread | null } {
  const parsed = Thread.safeParse(json)
  if (!parsed.success)
    return { posts: [], rejected: [{ reason: 'item.unknown_shape' }], removals: [], thread: null }
  const { snippet, replies } = parsed.data
  const { replies: _others, ...raw } = json as { replies?: unknown }
  const around = { receivedAt, videoId: snippet.videoId }
  const made = [
    snippet.isPublic === false ? 'item.not_public' : commentPost(snippet.topLevelComment, { ...around, raw }),
    ...(replies?.comments ?? []).map((reply) => commentPost(reply, { ...around, raw: reply })),
  ]
  return { ...sorted(made), removals: [], thread: parsed.data }
}

/** A video is a post too: its title and description are what comments under it speak of. */
export function videoPost(json: unknown, receivedAt: string): Post | string {
  const parsed = Video.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const { id, snippet } = parsed.data
  // Results of a search, which wrap their id, are escaped for HTML; lists of videos are not.
  const escaped = typeof (json as { id: unknown }).id !== 'string'
  const plain = (text: string | null | undefined) => (escaped ? readable(text ?? '') : (text ?? ''))
  return storablePost({
    platform: 'youtube',
    externalId: id,
    revision: '',
    authorId: snippet.channelId ?? null,
    authorHandle: snippet.channelTitle ?? null,
    text: [plain(snippet.title), plain(snippet.description)].filter(Boolean).join('\n'),
    lang: snippet.defaultLanguage ?? null,
    url: `https://www.youtube.com/watch?v=${id}`,
    postedAt: instant(snippet.publishedAt),
    receivedAt,
    parentId: null,
    rootId: null,
    quotedId: null,
    media: [{ kind: 'video', alt: null }],
    raw: JSON.stringify(json),
  })
}

export function sorted(made: readonly (Post | string)[]) {
  return {
    posts: made.filter((one): one is Post => typeof one !== 'string'),
    rejected: made.filter((one) => typeof one === 'string').map((reason) => ({ reason })),
  }
}

export function instant(text: string | null | undefined): string | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

/** What was written is given to its author alone; others get what is displayed: plain as asked for, at times HTML all the same. */
function textOf({ textOriginal, textDisplay }: Comment['snippet']): string | null {
  return textOriginal ?? (textDisplay == null ? null : readable(textDisplay))
}

const readable = (text: string) => (looksLikeHtml(text) ? htmlText(text).text : text)

/** An edit keeps the id and moves `updatedAt`. */
function revisionOf({ publishedAt, updatedAt }: Comment['snippet']): string {
  return updatedAt && updatedAt !== publishedAt ? updatedAt : ''
}
