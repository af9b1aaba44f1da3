import { type Adapter, parseConfig } from '../adapter.ts'
import { jsonOf } from '../lossless-json.ts'
import { metaHook } from '../meta/hook.ts'
import { InstagramConfig, instagramTarget } from './config.ts'
import { instagramSource } from './instagram-source.ts'
import { instagramPolicy } from './policy.ts'
import { InstagramItem } from './shape.ts'

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
  hook: metaHook,
  /** Comments are answered (`/{comment}/replies`), and an answer stands under the first comment; media of others cannot be by API. */
  replyTarget: ({ externalId, raw }) => {
    const comment = commentOf(raw)
    if (comment === null) return null
    return { parent: { id: externalId, cid: null }, root: { id: comment.parent_id ?? externalId, cid: null } }
  },
}

function commentOf(raw: string): InstagramItem | null {
  try {
    const parsed = InstagramItem.safeParse(jsonOf(raw))
    return parsed.success && parsed.data.text != null ? parsed.data : null
  } catch {
    return null
  }
}
