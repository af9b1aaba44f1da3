import { z } from 'zod'
import { feedAddress } from '../feed/config.ts'
import { asked } from '../form-field.ts'

export const PodcastConfig = z
  .strictObject({
    urls: z
      .array(feedAddress)
      .max(200)
      .default([])
      .meta(asked('Addresses of podcast feeds', 'One https:// address each, as a podcast app takes it')),
    paths: z
      .array(z.string().min(1))
      .max(100)
      .default([])
      .meta(asked('Feeds or transcripts saved as files', 'To try out, and to read archives', 'host')),
    everyMinutes: z
      .number()
      .min(1)
      .max(1_440)
      .default(60)
      .meta(asked('Minutes between two readings', '', 'more')),
    episodes: z
      .number()
      .int()
      .min(0)
      .max(500)
      .default(50)
      .meta(asked('Latest episodes', 'Whose transcripts are read, and looked after for a month', 'more')),
  })
  .refine(({ urls, paths }) => urls.length + paths.length > 0, 'needs the address of at least one feed')
export type PodcastConfig = z.infer<typeof PodcastConfig>
