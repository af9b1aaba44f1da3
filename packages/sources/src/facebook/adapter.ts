import { type Adapter, parseConfig } from '../adapter.ts'
import { metaHook } from '../meta/hook.ts'
import { FacebookConfig } from './config.ts'
import { facebookSource } from './facebook-source.ts'
import { facebookPolicy } from './policy.ts'
import { facebookAccount, facebookReplyTarget } from './reply.ts'

export const facebookAdapter: Adapter = {
  platform: 'facebook',
  policy: facebookPolicy,
  config: FacebookConfig,
  secrets: {
    accessToken: { label: 'access token of the page (or of a system user)' },
    appSecret: { label: 'App secret, to prove requests with', optional: true },
  },
  open: (config, deps) => facebookSource(parseConfig(FacebookConfig, config), deps),
  target: { says: 'the numeric id of a page of one’s own', config: (page) => ({ page }) },
  countedAs: (_config, { accessToken = '' }) => accessToken,
  hook: metaHook,
  account: facebookAccount,
  replyTarget: facebookReplyTarget,
}
