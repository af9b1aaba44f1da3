import { z } from 'zod'
import { serverAddress } from '../adapter.ts'
import { asked } from '../form-field.ts'

/** Bluesky's public servers, in the order they are tried. */
export const publicJetstreams = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
]

export const BlueskyConfig = z.strictObject({
  urls: z
    .array(serverAddress('wss'))
    .min(1)
    .default(publicJetstreams)
    .meta(asked('Jetstream servers', 'wss:// addresses in the order they are tried', 'more')),
  rewindMs: z
    .int()
    .min(0)
    .max(600_000)
    .default(5_000)
    .meta(asked('Overlap after a break', 'In milliseconds', 'more')),
  gapToleranceMs: z
    .int()
    .min(1_000)
    .default(10_000)
    .meta(asked('Longest silence that is no gap', 'In milliseconds', 'more')),
  appView: serverAddress('https')
    .nullable()
    .default('https://public.api.bsky.app')
    .meta(asked('Server for threads', 'Where parents and quoted posts are looked up', 'more')),
  search: serverAddress('https')
    .optional()
    .meta(
      asked(
        'Server for search',
        'What the stream no longer holds is read back there; none: the one for threads',
        'more',
      ),
    ),
  signIn: serverAddress('https')
    .default('https://bsky.social')
    .meta(asked('Server to sign in at', 'Only with an account to search with', 'more')),
})
export type BlueskyConfig = z.infer<typeof BlueskyConfig>
