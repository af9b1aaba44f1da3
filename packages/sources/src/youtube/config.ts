import { z } from 'zod'
import { serverAddress } from '../adapter.ts'

const channel = z.string().regex(/^UC[\w-]{22}$/, 'a channel is its id: UC and 22 characters')
const video = z.string().regex(/^[\w-]{11}$/, 'a video is its id of 11 characters')

export const YoutubeConfig = z
  .strictObject({
    server: serverAddress('https').default('https://www.googleapis.com'),
    channels: z.array(channel).max(100).default([]),
    videos: z.array(video).max(500).default([]),
    searches: z.array(z.string().trim().min(1).max(200)).max(20).default([]),
    everyMinutes: z.int().min(1).max(1_440).default(15),
    /** Threads of the last `followDays` are gone over for answers and edits. */
    sweepMinutes: z.int().min(15).max(10_080).default(180),
    searchMinutes: z.int().min(15).max(10_080).default(360),
    followDays: z.int().min(1).max(30).default(14),
    unitsADay: z.int().min(1).default(10_000),
    searchesADay: z.int().min(1).default(100),
    /** The public address of this source's webhook: YouTube's hub is asked to push new videos there. */
    callback: serverAddress('https').optional(),
  })
  .refine(
    ({ channels, videos, searches }) => channels.length + videos.length + searches.length > 0,
    'needs a channel, a video or a search',
  )
export type YoutubeConfig = z.infer<typeof YoutubeConfig>

/** A channel id, a video (its id or address), or words to search for. */
export function youtubeTarget(text: string): unknown {
  const url = URL.parse(text)
  const path = url?.pathname.split('/') ?? []
  const id =
    url?.searchParams.get('v') ??
    (url?.hostname === 'youtu.be'
      ? path[1]
      : path[1] === 'channel' || path[1] === 'shorts'
        ? path[2]
        : undefined) ??
    text
  if (channel.safeParse(id).success) return { channels: [id] }
  return video.safeParse(id).success ? { videos: [id] } : { searches: [text] }
}
