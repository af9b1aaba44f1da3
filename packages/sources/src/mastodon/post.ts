import type { Post } from '@hark/domain'
import { htmlText } from '../feed/html-text.ts'
import type { Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { type Account, Status } from './shape.ts'

/**
 * A post from a status, or why it is none. A boost says nothing of its own: what it boosts is read, under its own id and by its own
 * author's choices.
 */
export function toPost(json: unknown, receivedAt: string): Post | string {
  const boosted = (json as { reblog?: unknown } | null)?.reblog
  const status = boosted ?? json
  const parsed = Status.safeParse(status)
  if (!parsed.success) return 'item.unknown_shape'
  const one = parsed.data
  // "Unlisted" is public too, and asks not to be found.
  if ((one.visibility ?? 'public') !== 'public') return 'item.not_public'
  if (one.account && hasOptedOut(one.account)) return 'author.opted_out'
  const [text, media] = [textOf(one), mediaOf(one)]
  if (text === '' && media.length === 0) return 'text.absent'
  return storablePost({
    platform: 'mastodon',
    externalId: one.id,
    revision: one.edited_at ?? '',
    authorId: one.account?.id ?? null,
    authorHandle: one.account?.acct || one.account?.username || null,
    text,
    lang: one.language && one.language !== 'und' ? one.language : null,
    url: webAddress(one.url) ?? webAddress(one.uri),
    postedAt: instant(one.created_at),
    receivedAt,
    parentId: one.in_reply_to_id ?? null,
    rootId: null,
    quotedId: quotedBy(one),
    media,
    raw: JSON.stringify(status),
  })
}

/** The statuses of one answer, each judged for itself. */
export function itemsOf(list: readonly unknown[], receivedAt: string): Required<Items> {
  const items: Required<Items> = { posts: [], rejected: [], removals: [] }
  for (const json of list) {
    const post = toPost(json, receivedAt)
    if (typeof post === 'string') items.rejected.push({ reason: post })
    else items.posts.push(post)
  }
  return items
}

/** Whoever asked not to be searched, suggested or indexed, or was limited by the instance, is not listened to. */
function hasOptedOut({ indexable, discoverable, noindex, limited, suspended }: Account): boolean {
  return (
    indexable === false ||
    discoverable === false ||
    noindex === true ||
    limited === true ||
    suspended === true
  )
}

/** Content warning first, as it is shown; then the post, and what a poll may be answered with. */
function textOf({ spoiler_text, content, poll }: Status): string {
  const options = (poll?.options ?? []).map(({ title }) => title.trim())
  return [spoiler_text?.trim(), htmlText(content ?? '').text, ...options].filter(Boolean).join('\n')
}

const kinds: Record<string, Post['media'][number]['kind']> = {
  image: 'image',
  gifv: 'video',
  video: 'video',
  audio: 'audio',
}

function mediaOf({ media_attachments, card }: Status): Post['media'] {
  const attached = media_attachments.map(({ type, description }): Post['media'][number] => ({
    kind: kinds[type ?? ''] ?? 'link',
    alt: description?.trim() || null,
  }))
  const preview = [card?.title, card?.description].map((words) => words?.trim()).filter(Boolean)
  return preview.length > 0 ? [...attached, { kind: 'link', alt: preview.join('\n') }] : attached
}

/** A quote its author revoked or never allowed points nowhere. */
function quotedBy({ quote }: Status): string | null {
  if (!quote || (quote.state ?? 'accepted') !== 'accepted') return null
  return quote.quoted_status?.id ?? quote.quoted_status_id ?? quote.id ?? null
}

function webAddress(text: string | null | undefined): string | null {
  const url = URL.parse(text ?? '')
  return url && /^https?:$/.test(url.protocol) ? (text as string) : null
}

function instant(text: string | null | undefined): string | null {
  const ms = Date.parse(text ?? '')
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
