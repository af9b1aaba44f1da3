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
