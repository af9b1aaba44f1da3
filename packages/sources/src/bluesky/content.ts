import type { Post } from '@hark/domain'
import { z } from 'zod'
import { parseJetstream, postCollection } from '../jetstream/event.ts'
import type { PublishContent, ReplyTarget } from '../publish.ts'
import { blueskyLength } from './limits.ts'

type StrongRef = { uri: string; cid: string }

/** The record that is published: the signed content and nothing more. No facet is detected, no link shortened. */
export type BlueskyPost = {
  $type: typeof postCollection
  text: string
  createdAt: string
  reply?: { root: StrongRef; parent: StrongRef }
  langs?: string[]
  facets?: NonNullable<PublishContent['facets']>
}

/** The record of `content`; or why Bluesky would not take it, so that no call is wasted on it. */
export function recordOf(content: PublishContent): BlueskyPost | { refused: string } {
  const { text, createdAt, in_reply_to, langs, facets } = content
  if (!blueskyLength(text).withinLimits) return { refused: 'text.too_long' }
  const reply = in_reply_to && { root: strongRef(in_reply_to.root), parent: strongRef(in_reply_to.parent) }
  if (reply && (!reply.root || !reply.parent)) return { refused: 'reply.without_version' }
  return {
    $type: postCollection,
    text,
    createdAt,
    ...(reply && { reply: reply as { root: StrongRef; parent: StrongRef } }),
    ...(langs && { langs }),
    ...(facets && { facets }),
  }
}

const Reply = z.object({ reply: z.object({ root: z.object({ uri: z.string(), cid: z.string() }) }) })

/**
 * What a reply to `post` must refer to: the post itself, and the root of its thread, each at the version seen. Null
 * where the stored payload does not tell (a post from a file): such a reply cannot be sent by API.
 */
export function blueskyReplyTarget({
  externalId,
  raw,
}: Pick<Post, 'externalId' | 'raw'>): ReplyTarget | null {
  const { cid, record } = asStored(raw)
  if (cid === null) return null
  const parent = { id: externalId, cid }
  const answered = Reply.safeParse(record)
  if (!answered.success) return { parent, root: parent }
  const { root } = answered.data.reply
  return { parent, root: { id: root.uri, cid: root.cid } }
}

/** Which version of a post a stored payload holds; null where it does not tell. */
export const versionOf = (raw: string): string | null => asStored(raw).cid

const View = z.object({ cid: z.string(), record: z.unknown() })

/** A post came over the stream, or as an AppView shows it. */
function asStored(raw: string): { cid: string | null; record: unknown } {
  const event = parseJetstream(raw)
  if (event.kind === 'post') return event
  try {
    return View.parse(JSON.parse(raw))
  } catch {
    return { cid: null, record: null }
  }
}

function strongRef({ id, cid }: { id: string; cid: string | null }): StrongRef | null {
  return cid !== null && id.startsWith('at://') ? { uri: id, cid } : null
}
