import { type Adapter, parseConfig } from '../adapter.ts'
import { metaHook } from '../meta/hook.ts'
import { InstagramConfig, instagramTarget } from './config.ts'
import { instagramSource } from './instagram-source.ts'
import { instagramPolicy } from './policy.ts'
import { instagramAccount, instagramReplyTarget } from './reply.ts'

export const instagramAdapter: Adapter = {
  platform: 'instagram',
  policy: instagramPolicy,
  config: InstagramConfig,
  secrets: {
    accessToken: { label: 'access token of the account (or of a system user)' },
    appSecret: { label: 'App secret, to prove requests with', optional: true },
  },
  open: (config, deps) => instagramSource(parseConfig(InstagramConfig, config), deps),
  target: {
    says: 'the numeric id of an account of one’s own; ID#tag looks at a hashtag with it',
    config: instagramTarget,
  },
  countedAs: (_config, { accessToken = '' }) => accessToken,
  hook: metaHook,
  account: instagramAccount,
  replyTarget: instagramReplyTarget,
}
