import type { Post } from '@hark/domain'

/**
 * Text that PostgreSQL can hold: it refuses U+0000 and cannot encode a lone surrogate, so both become U+FFFD.
 * The length in UTF-16 units is unchanged, so evidence offsets stay true; `Post.raw` keeps the escaped original.
 */
export function storableText(text: string): string {
  return (text.includes('\u0000') ? text.replaceAll('\u0000', '\uFFFD') : text).toWellFormed()
}

/** Everything of a post a term may hide in: its text and the words that describe its media. */
export function searchableText(text: string, media: Post['media']): string {
  const alts = media.flatMap(({ alt }) => (alt ? [alt] : []))
  return alts.length === 0 ? text : [text, ...alts].join('\n')
}

/** Every word of a post made storable; `raw` is left as it is, for it is JSON and escapes what text cannot hold. */
export function storablePost(post: Post): Post {
  const word = (text: string | null) => (text === null ? null : storableText(text))
  return {
    ...post,
    externalId: storableText(post.externalId),
    revision: storableText(post.revision),
    authorId: word(post.authorId),
    authorHandle: word(post.authorHandle),
    text: storableText(post.text),
    lang: word(post.lang),
    url: word(post.url),
    parentId: word(post.parentId),
    rootId: word(post.rootId),
    quotedId: word(post.quotedId),
    media: post.media.map(({ kind, alt }) => ({ kind, alt: word(alt) })),
  }
}
