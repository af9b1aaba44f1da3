import { type Adapter, parseConfig } from '../adapter.ts'
import { allowances } from './client.ts'
import { RedditConfig, redditTarget } from './config.ts'
import { redditPolicy } from './policy.ts'
import { redditSource } from './reddit-source.ts'
import { redditAccount, redditReplyTarget } from './reply.ts'

export const redditAdapter: Adapter = {
  platform: 'reddit',
  policy: redditPolicy,
  config: RedditConfig,
  secrets: {
    clientId: { label: 'client id of the approved Reddit app' },
    clientSecret: { label: 'client secret of the approved Reddit app' },
  },
  open: (config, deps) => redditSource(parseConfig(RedditConfig, config), deps),
  target: redditTarget,
  allowances: () => allowances,
  countedAs: (_config, { clientId = '' }) => clientId,
  cost: () =>
    'Approved non-commercial use is free up to 100 requests a minute; commercial use is paid by contract with Reddit.',
  account: redditAccount,
  replyTarget: redditReplyTarget,
}
