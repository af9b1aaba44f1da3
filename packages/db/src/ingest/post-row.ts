import { createHash } from 'node:crypto'
import type { Post } from '@hark/domain'
import { uuidv7 } from '../ids.ts'
import { pseudonymOf } from '../seal.ts'

/** What a source's posts need on their way into the table. Keys never leave ingest. */
export type Sealing = { pseudonymKey: Buffer; sealHandle: (handle: string) => Buffer }

export type PostRow = {
  id: string
  platform: string
  external_id: string
  version_sha256: Buffer
  revision: string
  author_ref: Buffer | null
  author_sealed: Buffer | null
  text: string
  lang: string | null
  url: string | null
  media: string
  raw: string
  posted_at: string | null
  received_at: string
  parent_id: string | null
  root_id: string | null
  quoted_id: string | null
}

/** Same identifier with another body, other media or another revision is another version, whatever the platform calls it. */
export function versionHash(post: Pick<Post, 'revision' | 'text' | 'media'>): Buffer {
  const parts = [post.revision, post.text, JSON.stringify(post.media)]
  return createHash('sha256')
    .update(parts.map((p) => `${Buffer.byteLength(p)}:${p}`).join(''))
    .digest()
}

export function toPostRow(post: Post, sealing: Sealing): PostRow {
  return {
    id: uuidv7(),
    platform: post.platform,
    external_id: storable(post.externalId),
    version_sha256: versionHash(post),
    revision: storable(post.revision),
    author_ref:
      post.authorId === null ? null : pseudonymOf(sealing.pseudonymKey, post.platform, post.authorId),
    author_sealed: post.authorHandle === null ? null : sealing.sealHandle(post.authorHandle),
    text: storable(post.text),
    lang: orNull(post.lang, storable),
    url: orNull(post.url, storable),
    media: JSON.stringify(post.media, (_k, v) => (typeof v === 'string' ? storable(v) : v)),
    raw: storable(post.raw),
    posted_at: orNull(post.postedAt, storableInstant),
    received_at: post.receivedAt,
    parent_id: orNull(post.parentId, storable),
    root_id: orNull(post.rootId, storable),
    quoted_id: orNull(post.quotedId, storable),
  }
}

/** Postgres text holds no NUL and no lone surrogate; the version hash is over what was received. */
export const storable = (s: string): string => s.replaceAll('\0', '\ufffd').toWellFormed()

/** Authors claim any instant they like; one outside the calendar of Postgres must not stop the batch it is in. */
function storableInstant(at: string): string | null {
  const year = new Date(at).getUTCFullYear()
  return year >= 1 && year <= 9999 ? at : null
}

const orNull = <T>(s: string | null, of: (s: string) => T): T | null => (s === null ? null : of(s))

/** The leaf of one stored post in its batch's Merkle root. */
export const postLeaf = (row: { id: string; version_sha256: Buffer }): Buffer =>
  Buffer.from(`post\0${row.id}\0${row.version_sha256.toString('hex')}`)
