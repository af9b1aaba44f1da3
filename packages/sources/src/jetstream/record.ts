import type { Post } from '@hark/domain'
import { z } from 'zod'
import { tidTimeUs } from '../bluesky/tid.ts'
import type { Thread } from '../source.ts'
import { searchableText, storablePost, storableText } from '../storable-text.ts'
import { type PostCommit, postCollection } from './event.ts'

const Ref = z.object({ uri: z.string() })
const Quoted = z.union([Ref, z.object({ record: Ref })])
const Media = z.object({ alt: z.string().optional() })
const External = z.object({ title: z.string().optional(), description: z.string().optional() })
const Embed = z.object({
  $type: z.string().optional(),
  images: z.array(Media).optional(),
  alt: z.string().optional(),
  video: z.unknown().optional(),
  external: External.optional(),
  record: z.unknown().optional(),
  media: z.unknown().optional(),
})
const Record = z.object({
  text: z.string(),
  createdAt: z.string().optional(),
  langs: z.array(z.string()).optional(),
  reply: z.object({ root: Ref, parent: Ref }).optional().catch(undefined),
  embed: z.unknown().optional(),
})
export type BlueskyRecord = z.infer<typeof Record>

/** The parts of an `app.bsky.feed.post` Hark reads, or null where it has no readable text. */
export function parseRecord(record: unknown): BlueskyRecord | null {
  const parsed = Record.safeParse(record)
  return parsed.success ? parsed.data : null
}

export function postUri(did: string, rkey: string): string {
  return `at://${did}/${postCollection}/${rkey}`
}

/** All that is searched of the post this record becomes; by far the most are not wanted and become none. */
export function wordsOf({ text, embed }: BlueskyRecord): string {
  return storableText(embed === undefined ? text : searchableText(text, readEmbed(embed).media))
}

export function threadOf({ reply }: BlueskyRecord): Thread {
  return { parentId: reply?.parent.uri ?? null, rootId: reply?.root.uri ?? null }
}

/** `raw` is the message exactly as it came; `receivedAt` is ours, ISO 8601 UTC. */
export function toPost(
  commit: Pick<PostCommit, 'did' | 'rkey'>,
  record: BlueskyRecord,
  received: { raw: string; receivedAt: string; revision: string },
): Post {
  const { media, quotedId } = readEmbed(record.embed)
  return storablePost({
    platform: 'bluesky',
    externalId: postUri(commit.did, commit.rkey),
    revision: received.revision,
    authorId: commit.did,
    authorHandle: null, // Jetstream names no handle; it comes by DID resolution on a reveal.
    text: record.text,
    lang: record.langs?.[0] ?? null,
    url: `https://bsky.app/profile/${commit.did}/post/${commit.rkey}`,
    postedAt: claimedTime(record.createdAt),
    receivedAt: received.receivedAt,
    ...threadOf(record),
    quotedId,
    media,
    raw: received.raw,
  })
}

const editedAfterUs = 5 * 60 * 1_000_000

/**
 * '' for the first version, the repository's `rev` for any other. Some clients edit by deleting a record and
 * creating it anew under its old key; such a create must not pass for the copy already stored. It shows by a
 * commit long after the time its key names, or by a deletion seen before (`deletedBefore`).
 */
export function revisionOf(commit: PostCommit, deletedBefore: boolean): string {
  if (commit.operation === 'update' || deletedBefore) return commit.rev
  const [made, committed] = [tidTimeUs(commit.rkey), tidTimeUs(commit.rev)]
  const prompt = made !== null && committed !== null && Math.abs(committed - made) <= editedAfterUs
  return prompt ? '' : commit.rev
}

function claimedTime(createdAt: string | undefined): string | null {
  const ms = Date.parse(createdAt ?? '')
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

type EmbedParts = { media: Post['media']; quotedId: string | null }

function readEmbed(json: unknown, nested = false): EmbedParts {
  if (json === undefined) return { media: [], quotedId: null }
  const parsed = Embed.safeParse(json)
  if (!parsed.success) return { media: [], quotedId: null }
  const embed = parsed.data
  const inner = nested ? { media: [], quotedId: null } : readEmbed(embed.media, true)
  const media = [...imagesOf(embed), ...videoOf(embed), ...linkOf(embed), ...inner.media]
  return { media, quotedId: quotedUri(embed.record) }
}

type Embed = z.infer<typeof Embed>

function imagesOf({ images = [] }: Embed): Post['media'] {
  return images.map(({ alt }) => ({ kind: 'image', alt: altText(alt) }))
}

function videoOf({ video, alt }: Embed): Post['media'] {
  return video === undefined ? [] : [{ kind: 'video', alt: altText(alt) }]
}

function linkOf({ external }: Embed): Post['media'] {
  if (!external) return []
  return [{ kind: 'link', alt: altText([external.title, external.description].filter(Boolean).join('\n')) }]
}

/** A quote is `embed.record.uri`; beside media it is `embed.record.record.uri`. */
function quotedUri(record: unknown): string | null {
  if (record === undefined) return null
  const found = Quoted.safeParse(record)
  if (!found.success) return null
  return 'uri' in found.data ? found.data.uri : found.data.record.uri
}

function altText(alt: string | undefined): string | null {
  return alt || null
}
