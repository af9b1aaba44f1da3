import { type Adapter, parseConfig } from '../adapter.ts'
import { jsonOf } from '../lossless-json.ts'
import { metaHook } from '../meta/hook.ts'
import { FacebookConfig } from './config.ts'
import { facebookSource } from './facebook-source.ts'
import { facebookPolicy } from './policy.ts'

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
  hook: metaHook,
  /** Whatever has an id of its own can be answered under; `can_comment: false` says a comment cannot. */
  replyTarget: ({ externalId, rootId, raw }) => {
    if (!/^\d+(_\d+)?$/.test(externalId) || isClosed(raw)) return null
    return { parent: { id: externalId, cid: null }, root: { id: rootId ?? externalId, cid: null } }
  },
}

function isClosed(raw: string): boolean {
  try {
    return (jsonOf(raw) as { can_comment?: unknown } | null)?.can_comment === false
  } catch {
    return true
  }
}
