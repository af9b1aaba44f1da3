export const platforms = [
  'practice',
  'bluesky',
  'x',
  'mastodon',
  'reddit',
  'youtube',
  'facebook',
  'instagram',
  'linkedin',
  'feed',
  'podcast',
  'discourse',
  'internal',
  'file',
] as const
export type Platform = (typeof platforms)[number]

/** One public post as fetched, made once by an adapter from platform JSON. Never changed afterwards. */
export type Post = {
  platform: Platform
  /** The platform's own identifier, always a string (Excel and JSON numbers mangle long ids). */
  externalId: string
  /** Which edit of the post this is, as the platform names it (`rev`, edit time …); '' for the first. */
  revision: string
  /** The platform's stable author id, pseudonymised before it is stored; null if the platform gives none. */
  authorId: string | null
  /** The author's name as displayed: personal data, shown only on a reveal with a reason. */
  authorHandle: string | null
  text: string
  /** BCP 47 as the platform tags it; null where it does not. */
  lang: string | null
  url: string | null
  /** What the author claims; never used as time of receipt. ISO 8601 UTC. */
  postedAt: string | null
  /** When the platform handed it to us. ISO 8601 UTC. */
  receivedAt: string
  parentId: string | null
  rootId: string | null
  quotedId: string | null
  /** Images, video or audio without text the classifier could read. */
  media: { kind: 'image' | 'video' | 'audio' | 'link'; alt: string | null }[]
  /** The payload as received, byte for byte as text. */
  raw: string
}

/**
 * A platform's word that content is gone or an author went away. `hidden` is a moderator's label, which the platform can lift without
 * giving back what was taken down or suspended for another cause.
 */
export type Removal =
  | { kind: 'post'; externalId: string; reason: 'deleted' | 'taken_down' | 'hidden'; at: string }
  | {
      kind: 'author'
      authorId: string
      reason: 'deleted' | 'taken_down' | 'suspended' | 'deactivated' | 'hidden'
      at: string
    }
  /** The account is back; with `of: 'hidden'`, a label on it is lifted. */
  | { kind: 'author_restored'; authorId: string; at: string; of?: 'hidden' }
  /** A label on one post is lifted; with `of: 'account'`, the post is shown again, so that its account is back. */
  | { kind: 'post_restored'; externalId: string; at: string; of?: 'account' }
