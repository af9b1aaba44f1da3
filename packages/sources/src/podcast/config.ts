import { z } from 'zod'
import { feedAddress } from '../feed/config.ts'

export const PodcastConfig = z
  .strictObject({
    /** Addresses of the feeds of podcasts. */
    urls: z.array(feedAddress).max(200).default([]),
    /** Feeds or transcripts saved as files: to try out, and to read archives. */
    paths: z.array(z.string().min(1)).max(100).default([]),
    everyMinutes: z.number().min(1).max(1_440).default(60),
    /** Transcripts of this many of the latest episodes are read, and looked after for a month. */
    episodes: z.number().int().min(0).max(500).default(50),
  })
  .refine(({ urls, paths }) => urls.length + paths.length > 0, 'needs the address of at least one feed')
export type PodcastConfig = z.infer<typeof PodcastConfig>
