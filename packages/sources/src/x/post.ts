import type { Post } from '@hark/domain'
import { storablePost } from '../storable-text.ts'
import { type Includes, XPost } from './shape.ts'
import { timeOf } from './snowflake.ts'

export type Received = { raw: string; receivedAt: string }

/** A post from X's JSON, or why it is none. An edited post keeps the id of its first version; the revision is the later id. */
export function toPost(json: unknown, includes: Includes, { raw, receivedAt }: Received): Post | string {
  const parsed = XPost.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const post = parsed.data
  const author = includes.users.find(({ id }) => id === post.author_id)
  if (author?.protected || post.scopes?.followers) return 'item.not_public'
  const externalId = firstVersion(post)
  const refers = (type: string) => post.references.find((one) => one.type === type)?.id ?? null
  const { conversation_id: root } = post
  return storablePost({
    platform: 'x',
    externalId,
    revision: post.id === externalId ? '' : post.id,
    authorId: post.author_id ?? null,
    authorHandle: author?.username ?? null,
    text: textOf(post, includes),
    lang: langOf(post.lang),
    url: `https://x.com/i/status/${post.id}`,
    postedAt: postedAt(post),
    receivedAt,
    parentId: refers('replied_to') ?? post.answers,
    rootId: root && root !== post.id && root !== externalId ? root : null,
    quotedId: refers('quoted') ?? refers('retweeted'),
    media: mediaOf(post, includes),
    raw,
  })
}

function firstVersion({ id, versions }: XPost): string {
  return [id, ...versions].reduce((a, b) => (BigInt(b) < BigInt(a) ? b : a))
}

/** The whole text: of a long post, and of the original where a repost is cut short ("RT @…: …"). */
function textOf(post: XPost, { tweets, posts }: Includes): string {
  const reposted = post.references.find(({ type }) => type === 'retweeted')?.id
  const original = XPost.safeParse([...tweets, ...posts].find(({ id }) => id === reposted))
  const { note, text } = original.success ? original.data : post
  const { title, plain_text: body } = post.article ?? {}
  return [plain(note?.text ?? text), title, body].filter(Boolean).join('\n')
}

const escaped: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** X escapes these three characters and no other; once, so `&amp;lt;` is somebody's "&lt;". */
function plain(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => escaped[entity] ?? entity)
}

/** X tags what it could not tell (`und`, and `q…`, `zxx`, `art` for mentions, media and links alone), and has two old names. */
function langOf(lang: string | null | undefined): string | null {
  if (!lang || /^(und|zxx|art|q[a-z]{2})$/.test(lang)) return null
  return { in: 'id', iw: 'he' }[lang] ?? lang
}

function postedAt({ id, created_at }: XPost): string | null {
  const claimed = Date.parse(created_at ?? '')
  const ms = Number.isNaN(claimed) ? timeOf(id) : claimed
  return ms === null ? null : new Date(ms).toISOString()
}

function mediaOf({ attachments, entities }: XPost, { media }: Includes): Post['media'] {
  const shown = (attachments?.media_keys ?? []).map((key): Post['media'][number] => {
    const found = media.find(({ media_key }) => media_key === key)
    // 7_…, 13_… are videos, 16_… animations, 3_… photos.
    const moves = found ? found.type !== 'photo' : /^(7|13|16)_/.test(key)
    return { kind: moves ? 'video' : 'image', alt: found?.alt_text || null }
  })
  const links = (entities?.urls ?? []).filter((one) => !one.media_key && (one.title || one.description))
  return [
    ...shown,
    ...links.map(({ title, description }): Post['media'][number] => ({
      kind: 'link',
      alt: [title, description].filter(Boolean).join('\n'),
    })),
  ]
}
