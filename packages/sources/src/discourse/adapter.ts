import { type Adapter, parseConfig } from '../adapter.ts'
import { DiscourseConfig, discourseTarget } from './config.ts'
import { discourseSource } from './discourse-source.ts'
import { allowances } from './forum.ts'
import { discourseHook } from './hook.ts'
import { discoursePolicy } from './policy.ts'
import { discourseAccount, discourseReplyTarget } from './reply.ts'

export const discourseAdapter: Adapter = {
  platform: 'discourse',
  policy: discoursePolicy,
  config: DiscourseConfig,
  secrets: {
    apiKey: { label: 'API key of an ordinary account of the forum', optional: true },
    apiUser: { label: 'user name of that account', optional: true },
  },
  open: (config, deps) => discourseSource(parseConfig(DiscourseConfig, config), deps),
  target: discourseTarget,
  allowances: () => allowances,
  countedAs: (config, { apiKey = '' }) =>
    `${new URL(parseConfig(DiscourseConfig, config).server).origin} ${apiKey}`,
  hook: discourseHook,
  pushedOnly: (config) => {
    const { listen, queries } = parseConfig(DiscourseConfig, config)
    return listen === 'push' && queries.length === 0
  },
  account: discourseAccount,
  replyTarget: discourseReplyTarget,
}
