import { type Adapter, parseConfig } from '../adapter.ts'
import { XConfig } from './config.ts'
import { xHook } from './hook.ts'
import { allowancesFor, prices } from './money.ts'
import { xPolicy } from './policy.ts'
import { composeUrl, xReplyTarget } from './reply.ts'
import { xSource } from './x-source.ts'

export const xAdapter: Adapter = {
  platform: 'x',
  policy: xPolicy,
  config: XConfig,
  secrets: { bearerToken: { label: 'bearer token of the X app' } },
  open: (config, deps) => xSource(parseConfig(XConfig, config), deps),
  target: {
    says: 'a search query, or the numeric id of an account whose mentions are read',
    config: (text) => (/^\d{1,19}$/.test(text) ? { accounts: [text] } : { rules: [text] }),
  },
  allowances: (config) => allowancesFor(parseConfig(XConfig, config).monthlyBudgetUsd),
  countedAs: (_config, { bearerToken = '' }) => bearerToken,
  cost: (config) => {
    const { monthlyBudgetUsd: usd } = parseConfig(XConfig, config)
    const posts = Math.floor((usd * 1e6) / (prices.post + prices.user))
    return (
      `X charges for each post read (USD 0.005) and each author (USD 0.010): reading stops at USD ${usd} a month, ` +
      `some ${posts.toLocaleString('en')} posts. A reply costs USD 0.010, with an address in it USD 0.20.`
    )
  },
  hook: xHook,
  pushedOnly: (config) => {
    const { rules, accounts } = parseConfig(XConfig, config)
    return rules.length + accounts.length === 0
  },
  /** Its numeric id. */
  account: /^\d{1,19}$/,
  replyTarget: xReplyTarget,
  byHand: ({ externalId }) => composeUrl(externalId),
}
