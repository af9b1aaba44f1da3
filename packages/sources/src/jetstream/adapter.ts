import { type Adapter, parseConfig } from '../adapter.ts'
import { blueskyReplyTarget } from '../bluesky/content.ts'
import { blueskyNetwork } from './bluesky-network.ts'
import { BlueskyConfig, labelersOf } from './config.ts'
import { blueskyPolicy } from './policy.ts'
import { missedIn, recheckAllowances, recheckPosts } from './recheck.ts'
import { searchAllowances } from './search-server.ts'
import { threadContext } from './thread-context.ts'

export const blueskyAdapter: Adapter = {
  platform: 'bluesky',
  policy: blueskyPolicy,
  config: BlueskyConfig,
  secrets: {
    searchIdentifier: {
      label: 'handle of an account to search with, where strangers may not',
      optional: true,
    },
    searchAppPassword: { label: 'app password of that account', optional: true },
  },
  open: (config, deps = {}) => {
    const { appView, directory, search, signIn, labelers, ...stream } = parseConfig(BlueskyConfig, config)
    const host = search ?? appView
    const network = {
      stream,
      search: host === null ? null : { host, service: signIn },
      labelers: labelersOf({ urls: stream.urls, labelers }),
    }
    const source = blueskyNetwork(network, deps)
    if (!appView || !deps.http) return source
    const believed = network.labelers.map(({ did }) => did)
    return {
      ...source,
      context: threadContext(appView, deps.http, deps.nowMs),
      recheck: recheckPosts({ appView, directory, labelers: believed }, deps),
      missedIn,
    }
  },
  target: {
    says: 'a Jetstream server (wss://…), or "all" for the public ones',
    config: (text) => (text === 'all' ? {} : { urls: [text] }),
  },
  allowances: () => ({ ...searchAllowances, ...recheckAllowances }),
  /** Its DID. */
  account: /^did:[a-z]+:\S+$/,
  replyTarget: blueskyReplyTarget,
}
