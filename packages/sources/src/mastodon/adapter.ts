import { type Adapter, parseConfig } from '../adapter.ts'
import { MastodonConfig, mastodonTarget } from './config.ts'
import { allowances } from './instance.ts'
import { mastodonSource } from './mastodon-source.ts'
import { mastodonPolicy } from './policy.ts'
import { mastodonAccount, mastodonMention, mastodonReplyTarget } from './reply.ts'

export const mastodonAdapter: Adapter = {
  platform: 'mastodon',
  policy: mastodonPolicy,
  config: MastodonConfig,
  secrets: {
    token: {
      label: 'access token of an account on the instance (scope read), for search and streams',
      optional: true,
    },
  },
  open: (config, deps) => mastodonSource(parseConfig(MastodonConfig, config), deps),
  target: mastodonTarget,
  allowances: () => allowances,
  /** Each instance counts this deployment's address, whatever accounts it comes with. */
  countedAs: (config) => new URL(parseConfig(MastodonConfig, config).server).origin,
  account: mastodonAccount,
  replyTarget: mastodonReplyTarget,
  mention: mastodonMention,
}
