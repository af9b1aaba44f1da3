import { createHash } from 'node:crypto'
import type { Post, Removal } from '@hark/domain'
import { languageTag } from '../file/languages.ts'
import type { Items } from '../source.ts'
import { storablePost } from '../storable-text.ts'
import { feedDate } from './dates.ts'
import type { Feed, FeedEntry, Person } from './feed.ts'

/** Where a feed was read, and whose comments it holds. */
export type Place = {
  /** Null for a file on disk. */
  url: string | null
  receivedAt: string
  /** The item this is the comment feed of. */
  parentId?: string | null
}

/** Every item of a feed as a post, or as a rejection; and what it says was deleted. */
export function postsOf(feed: Feed, place: Place): Items {
  const repeated = repeatedIds(feed.entries)
  const made = feed.entries.map((entry) => postOf(entry, feed, place, repeated))
  return {
    posts: made.filter((one) => 'externalId' in one),
    rejected: [...feed.rejected, ...made.filter((one) => 'reason' in one)],
    removals: removalsOf(feed, place),
  }
}

function postOf(
  entry: FeedEntry,
  feed: Feed,
  place: Place,
  repeated: ReadonlySet<string>,
): Post | { reason: string } {
  const { text, images } = entry.words
  const pictures = images.map((alt) => ({ kind: 'image' as const, alt }))
  const media = [...entry.attached.map(({ kind, alt }) => ({ kind, alt })), ...pictures]
  // An item that names itself is one, though it says nothing: no programme wants it, and it counts as seen.
  if (
    text === '' &&
    media.length === 0 &&
    entry.id === null &&
    entry.link === null &&
    entry.authors.length === 0
  )
    return { reason: 'item.empty' }
  const [published, updated] = [feedDate(entry.published ?? entry.created), feedDate(entry.updated)]
  const [author] = entry.authors
  const parentId = scoped(entry.inReplyTo, place.url) ?? place.parentId ?? null
  return storablePost({
    platform: 'feed',
    externalId: idOf(entry, place.url, repeated),
    revision: updated !== null && published !== null && updated > published ? updated : '',
    authorId: author ? authorIdOf(author, feed) : null,
    authorHandle: author?.name ?? author?.email ?? null,
    text,
    lang: languageTag(entry.lang),
    url: entry.link,
    postedAt: published ?? updated,
    receivedAt: place.receivedAt,
    parentId,
    rootId: place.parentId ?? parentId,
    quotedId: null,
    media,
    raw: rawOf(entry, feed, place),
  })
}

/**
 * `guid` or `id`; where there is none, or several items bear the same, the link; else what the item says. An id that is no address
 * ("17") is one within its feed only.
 */
function idOf(entry: FeedEntry, url: string | null, repeated: ReadonlySet<string>): string {
  if (entry.id !== null && !repeated.has(entry.id)) return scoped(entry.id, url) as string
  if (entry.link !== null && !repeated.has(entry.link)) return entry.link
  const parts = [entry.id, entry.link, entry.title?.value, entry.published, entry.summary?.value]
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex')
  return `${url ?? 'feed'}#${digest.slice(0, 32)}`
}

function scoped(id: string | null, url: string | null): string | null {
  if (id === null || url === null) return id
  const unique =
    /^[a-z][a-z\d+.-]*:\S/i.test(id) || /[\da-f]{8}-[\da-f]{4}-/i.test(id) || /^\S+\.\S+\/\S/.test(id)
  return unique ? id : `${url}#${id}`
}

/** Ids and links that two different items of one document bear. */
function repeatedIds(entries: readonly FeedEntry[]): Set<string> {
  const seen = new Map<string, string>()
  const repeated = new Set<string>()
  for (const entry of entries) {
    const words = JSON.stringify([entry.link, entry.title?.value, entry.summary?.value])
    for (const key of new Set([entry.id, entry.link])) {
      if (key === null) continue
      // The same item listed twice, or two versions of it under one link, is one item.
      const same = seen.get(key)
      if (same !== undefined && same !== words && linkOf(same) !== entry.link) repeated.add(key)
      if (same !== undefined && same !== words && entry.id === null) repeated.add(key)
      seen.set(key, words)
    }
  }
  return repeated
}

const linkOf = (words: string): string | null => JSON.parse(words)[0]

/** The platform's word for the author: an address where one is given, else the name as this feed knows it. */
function authorIdOf({ uri, email, name }: Person, feed: Feed): string {
  const host = URL.parse(feed.link ?? feed.self ?? '')?.host
  return uri ?? email ?? (host ? `${host}/${name}` : (name ?? ''))
}

/** JSON around the item as it stood in the document, for a database text cannot hold every character of it. */
function rawOf({ raw }: FeedEntry, { format, title, link }: Feed, { url }: Place): string {
  return format === 'json' ? raw : JSON.stringify({ format, feed: { url, title, link }, item: raw })
}

/** RFC 6721: an entry that was changed after its tombstone was written lives. */
function removalsOf({ deleted, entries }: Feed, { receivedAt, url }: Place): Removal[] {
  return deleted.flatMap(({ ref, when }): Removal[] => {
    const at = feedDate(when) ?? receivedAt
    const entry = entries.find(({ id }) => id === ref)
    const changed = entry ? feedDate(entry.updated ?? entry.published) : null
    if (changed !== null && changed > at) return []
    return [{ kind: 'post', externalId: scoped(ref, url) as string, reason: 'deleted', at }]
  })
}
