import { z } from 'zod'
import { type Adapter, parseConfig, serverAddress } from '../adapter.ts'
import { blueskyReplyTarget } from '../bluesky/content.ts'
import { asked } from '../form-field.ts'
import { jetstreamSource } from './jetstream-source.ts'
import { blueskyPolicy } from './policy.ts'
import { threadContext } from './thread-context.ts'

/** Bluesky's public servers, in the order they are tried. */
export const publicJetstreams = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
]

const Jetstream = z.strictObject({
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
})

export const blueskyAdapter: Adapter = {
  platform: 'bluesky',
  policy: blueskyPolicy,
  config: Jetstream,
  open: (config, deps = {}) => {
    const { appView, ...settings } = parseConfig(Jetstream, config)
    const source = jetstreamSource(settings, deps)
    return appView && deps.http
      ? { ...source, context: threadContext(appView, deps.http, deps.nowMs) }
      : source
  },
  target: {
    says: 'a Jetstream server (wss://…), or "all" for the public ones',
    config: (text) => (text === 'all' ? {} : { urls: [text] }),
  },
  replyTarget: blueskyReplyTarget,
}
