import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { webhook } from '../feed/config.ts'
import { asked } from '../form-field.ts'

const channel = z.string().regex(/^UC[\w-]{22}$/, 'a channel is its id: UC and 22 characters')
const video = z.string().regex(/^[\w-]{11}$/, 'a video is its id of 11 characters')

export const YoutubeConfig = z
  .strictObject({
    server: serverAddress('https')
      .default('https://www.googleapis.com')
      .meta(asked('Server', '', 'more')),
    channels: z
      .array(channel)
      .max(100)
      .default([])
      .meta(asked('Channels', 'By their ids: UC and 22 characters')),
    videos: z.array(video).max(500).default([]).meta(asked('Videos', 'By their ids of 11 characters')),
    searches: z
      .array(z.string().trim().min(1).max(200))
      .max(20)
      .default([])
      .meta(asked('Searches', 'Words to find videos by; of 100 searches a day')),
    everyMinutes: z
      .int()
      .min(1)
      .max(1_440)
      .default(15)
      .meta(asked('Minutes between two readings', '', 'more')),
    sweepMinutes: z
      .int()
      .min(15)
      .max(10_080)
      .default(180)
      .meta(asked('Minutes between two goings-over', 'Of late threads, for answers and edits', 'more')),
    searchMinutes: z
      .int()
      .min(15)
      .max(10_080)
      .default(360)
      .meta(asked('Minutes between two searches', '', 'more')),
    followDays: z
      .int()
      .min(1)
      .max(30)
      .default(14)
      .meta(asked('Days a thread is followed', 'For answers and edits', 'more')),
    unitsADay: z
      .int()
      .min(1)
      .default(10_000)
      .meta(asked('Quota a day', 'In units, until midnight Pacific time', 'more')),
    searchesADay: z
      .int()
      .min(1)
      .default(100)
      .meta(asked('Searches a day', '', 'more')),
    callback: serverAddress('https')
      .optional()
      .meta(asked('Address YouTube’s hub pushes to', webhook, 'more')),
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
