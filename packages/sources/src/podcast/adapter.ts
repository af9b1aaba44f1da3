import { type Adapter, parseConfig } from '../adapter.ts'
import { feedTarget } from '../feed/config.ts'
import { PodcastConfig } from './config.ts'
import { podcastSource } from './podcast-source.ts'
import { podcastPolicy } from './policy.ts'

export const podcastAdapter: Adapter = {
  platform: 'podcast',
  policy: podcastPolicy,
  config: PodcastConfig,
  open: (config, deps) => podcastSource(parseConfig(PodcastConfig, config), deps),
  target: {
    says: 'the address of the feed of a podcast, or a file of a feed or transcript',
    config: feedTarget,
  },
  replyTarget: () => null,
}
