import type { Post } from '@hark/domain'
import { storablePost } from '../storable-text.ts'
import { Comment, LinkedinPost, type Notification } from './shape.ts'
import { canonicalUrn, partsOf } from './urn.ts'

/** The URN of the post that is a comment's root, where it is known. */
export type Around = { receivedAt: string; rootId?: string | null }

/** A comment of the API as a post. Nothing of a member's profile is taken: it may be kept for 24 hours only. */
export function commentPost(json: unknown, { receivedAt, rootId }: Around): Post | string {
  const parsed = Comment.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const { $URN, id, actor, object, parentComment, message, created, lastModified } = parsed.data
  const urn = $URN ?? (object && id ? `urn:li:comment:(${object},${id})` : null)
  if (urn === null) return 'item.without_id'
  const edited = created?.time && lastModified?.time && lastModified.time > created.time
  return made({
    urn,
    author: actor ?? created?.actor ?? null,
    text: message,
    revision: edited ? String(lastModified.time) : '',
    postedMs: created?.time ?? null,
    parent: parentComment ?? object ?? null,
    root: rootId ?? null,
    receivedAt,
    raw: json,
  })
}

/** A comment or share that a notification brings along; null where it brings none, and it must be fetched. */
export function notifiedPost(one: Notification, json: unknown, receivedAt: string): Post | null {
  const { comment, share } = one.decoratedGeneratedActivity ?? {}
  const brought = comment ?? share
  const text = brought?.text ?? brought?.message ?? null
  const urn = brought?.entity ?? one.generatedActivity
  if (!brought || !urn || text === null) return null
  const root = one.decoratedSourcePost?.entity ?? one.sourcePost ?? null
  const edit = one.action.endsWith('_EDIT')
  const post = made({
    urn,
    author: brought.owner ?? brought.actor ?? null,
    text,
    revision: edit ? String(one.lastModifiedAt ?? '') : '',
    postedMs: edit ? null : (one.lastModifiedAt ?? null),
    parent: comment ? (brought.parentComment ?? brought.object ?? root) : null,
    root: comment ? root : null,
    receivedAt,
    raw: json,
  })
  return comment ? post : { ...post, quotedId: root === post.externalId ? null : root }
}

/** A post of the page itself, or one that is asked for as context. */
export function pagePost(json: unknown, receivedAt: string): Post | string {
  const parsed = LinkedinPost.safeParse(json)
  if (!parsed.success) return 'item.unknown_shape'
  const post = parsed.data
  if ((post.lifecycleState ?? 'PUBLISHED') !== 'PUBLISHED' || (post.visibility ?? 'PUBLIC') !== 'PUBLIC')
    return 'item.not_public'
  const edited = post.lifecycleStateInfo?.isEditedByAuthor ?? false
  const whole = made({
    urn: post.id,
    author: post.author ?? null,
    text: plain(post.commentary ?? ''),
    revision: edited ? String(post.lastModifiedAt ?? '') : '',
    postedMs: post.publishedAt ?? post.createdAt ?? null,
    parent: null,
    root: null,
    receivedAt,
    raw: json,
  })
  return { ...whole, quotedId: post.reshareContext?.parent ?? null, media: mediaOf(post) }
}

type Parts = {
  urn: string
  author: string | null
  text: string
  revision: string
  postedMs: number | null
  parent: string | null
  root: string | null
  receivedAt: string
  raw: unknown
}

function made({ urn, author, text, revision, postedMs, parent, root, receivedAt, raw }: Parts): Post {
  const externalId = canonicalUrn(urn)
  const comment = partsOf(externalId)
  const answers = parent === null ? null : canonicalUrn(parent)
  // Under the post itself, which has two names: the activity a comment stands under is the share it is about.
  const parentId = answers !== null && partsOf(answers) ? answers : (root ?? answers)
  return storablePost({
    platform: 'linkedin',
    externalId,
    revision,
    authorId: author,
    authorHandle: null,
    text,
    lang: null,
    url: comment
      ? `https://www.linkedin.com/feed/update/${comment.thread}?commentUrn=${encodeURIComponent(externalId)}`
      : `https://www.linkedin.com/feed/update/${externalId}`,
    postedAt: postedMs === null ? null : new Date(postedMs).toISOString(),
    receivedAt,
    parentId: comment ? parentId : null,
    rootId: comment ? (root ?? comment.thread) : null,
    quotedId: null,
    media: [],
    raw: JSON.stringify(raw, withoutProfile),
  })
}

/** Decorations (`actor~`) and names are profile data, which may not be kept as long as the comment. */
function withoutProfile(key: string, value: unknown): unknown {
  return key.endsWith('~') ||
    /^(firstName|lastName|localizedFirstName|localizedLastName|headline|profilePicture|vanityName)$/.test(key)
    ? undefined
    : value
}

/** LinkedIn's "little text": `@[Name](urn)`, `{hashtag|\#|word}`, and a backslash before what would be either. */
function plain(text: string): string {
  return text
    .replace(/\{hashtag\|\\?#\|([^}|]*)\}/g, '#$1')
    .replace(/@\[((?:\\.|[^\]\\])*)\]\((?:\\.|[^)\\])*\)/g, '@$1')
    .replace(/\\([\\|{}@[\]()<>#*_~])/g, '$1')
}

function mediaOf({ content }: LinkedinPost): Post['media'] {
  const { media, article, multiImage, poll } = content ?? {}
  const words = (...all: (string | null | undefined)[]) => all.filter(Boolean).join('\n') || null
  return [
    ...(media
      ? [
          {
            kind: media.id?.includes(':video:') ? ('video' as const) : ('image' as const),
            alt: words(media.title, media.altText),
          },
        ]
      : []),
    ...(multiImage?.images ?? []).map(({ altText }) => ({ kind: 'image' as const, alt: altText || null })),
    ...(article ? [{ kind: 'link' as const, alt: words(article.title, article.description) }] : []),
    ...(poll?.question ? [{ kind: 'link' as const, alt: poll.question }] : []),
  ]
}
