import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What is remembered of a feed between two readings. */
const Kept = z.object({
  /** Where it has moved for good. */
  url: z.string().nullable().default(null),
  /** As the server sent them, quotes and all. */
  etag: z.string().nullable().default(null),
  modified: z.string().nullable().default(null),
  /** Some servers change their ETag with every answer: the bytes tell. */
  body: z.string().nullable().default(null),
  /** Items of the last reading, to know whether this one reaches back to them. */
  seen: z.array(z.string()).default([]),
  okMs: z.number().default(0),
  /** When to subscribe at the hub again, and what for. */
  hub: z.object({ url: z.string(), topic: z.string(), renewMs: z.number() }).nullable().default(null),
  /** Feeds of comments on late items: address and item. */
  comments: z.array(z.tuple([z.string(), z.string()])).default([]),
})
export type FeedCursor = z.infer<typeof Kept>

const most = 1_000

export function readCursor(cursor: string | null): FeedCursor {
  try {
    return Kept.parse(JSON.parse(cursor ?? '{}'))
  } catch {
    return Kept.parse({})
  }
}

export function writeCursor(cursor: FeedCursor): string {
  return JSON.stringify({ ...cursor, seen: cursor.seen.slice(0, most) })
}

export const shortHash = (text: string | Uint8Array) =>
  createHash('sha256').update(text).digest('base64url').slice(0, 12)
