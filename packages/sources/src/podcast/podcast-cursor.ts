import { z } from 'zod'

/** A transcript that was read, or is to be: with what its next request needs, for a feed that answers 304 lists nothing. */
const Tracked = z.object({
  episode: z.object({
    id: z.string(),
    postedAt: z.string().nullable(),
    audio: z.string().nullable(),
    link: z.string().nullable(),
  }),
  url: z.string(),
  lang: z.string().nullable(),
  /** Of the transcript as read last; null before the first. */
  body: z.string().nullable().default(null),
  etag: z.string().nullable().default(null),
  modified: z.string().nullable().default(null),
  /** Its windows by name, each with the hash of its words. */
  windows: z.record(z.string(), z.string()).default({}),
  dueMs: z.number().default(0),
  firstMs: z.number(),
  failures: z.number().default(0),
})
export type Tracked = z.infer<typeof Tracked>

const Kept = z.object({
  feed: z.string().nullable().default(null),
  transcripts: z.array(Tracked).default([]),
})
export type PodcastCursor = z.infer<typeof Kept>

export function readPodcastCursor(cursor: string | null): PodcastCursor {
  try {
    return Kept.parse(JSON.parse(cursor ?? '{}'))
  } catch {
    return Kept.parse({})
  }
}
