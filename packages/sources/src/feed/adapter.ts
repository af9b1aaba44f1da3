import { type Adapter, parseConfig } from '../adapter.ts'
import { FeedConfig, feedTarget } from './config.ts'
import { feedSource } from './feed-source.ts'
import { feedPolicy } from './policy.ts'
import { websubHook } from './websub.ts'

export const feedAdapter: Adapter = {
  platform: 'feed',
  policy: feedPolicy,
  config: FeedConfig,
  secrets: { websub: { label: 'Secret shared with hubs (WebSub)', optional: true } },
  open: (config, deps) => feedSource(parseConfig(FeedConfig, config), deps),
  target: { says: 'the address of a feed, or a file', config: feedTarget },
  hook: websubHook,
  replyTarget: () => null,
}
