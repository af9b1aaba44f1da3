import { z } from 'zod'
import { type Adapter, parseConfig, serverAddress } from '../adapter.ts'
import { blueskyReplyTarget } from '../bluesky/content.ts'
import { jetstreamSource } from './jetstream-source.ts'
import { blueskyPolicy } from './policy.ts'

/** Bluesky's public servers, in the order they are tried. */
export const publicJetstreams = [
  'wss://jetstream2.us-east.bsky.network',
  'wss://jetstream1.us-east.bsky.network',
  'wss://jetstream2.us-west.bsky.network',
  'wss://jetstream1.us-west.bsky.network',
]

const Jetstream = z.strictObject({
  urls: z.array(serverAddress('wss')).min(1).default(publicJetstreams),
  rewindMs: z.int().min(0).max(600_000).default(5_000),
  gapToleranceMs: z.int().min(1_000).default(10_000),
})

export const blueskyAdapter: Adapter = {
  platform: 'bluesky',
  policy: blueskyPolicy,
  config: Jetstream,
  open: (config, deps) => jetstreamSource(parseConfig(Jetstream, config), deps),
  target: {
    says: 'a Jetstream server (wss://…), or "all" for the public ones',
    config: (text) => (text === 'all' ? {} : { urls: [text] }),
  },
  replyTarget: blueskyReplyTarget,
}
