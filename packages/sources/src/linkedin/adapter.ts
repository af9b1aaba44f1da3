import { type Adapter, parseConfig } from '../adapter.ts'
import { LinkedinConfig } from './config.ts'
import { linkedinHook } from './hook.ts'
import { linkedinSource } from './linkedin-source.ts'
import { linkedinPolicy } from './policy.ts'
import { linkedinAccount, linkedinReplyTarget } from './reply.ts'

export const linkedinAdapter: Adapter = {
  platform: 'linkedin',
  policy: linkedinPolicy,
  config: LinkedinConfig,
  secrets: { accessToken: { label: 'OAuth token of a member who administers the page' } },
  open: (config, deps) => linkedinSource(parseConfig(LinkedinConfig, config), deps),
  target: {
    says: 'the numeric id of an organisation of one’s own',
    config: (text) => ({ organization: text.replace(/^urn:li:organization:/, '') }),
  },
  allowances: (config) => ({
    calls: {
      kind: 'window',
      every: 'day',
      zone: 'UTC',
      limit: parseConfig(LinkedinConfig, config).callsADay,
    },
  }),
  countedAs: (_config, { accessToken = '' }) => accessToken,
  hook: linkedinHook,
  account: linkedinAccount,
  replyTarget: linkedinReplyTarget,
}
