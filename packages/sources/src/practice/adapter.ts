import { z } from 'zod'
import { type Adapter, parseConfig } from '../adapter.ts'
import { practicePolicy } from './policy.ts'
import { practiceSource } from './practice-source.ts'

const Practice = z.strictObject({ speed: z.number().nonnegative().default(1) })

export const practiceAdapter: Adapter = {
  platform: 'practice',
  policy: practicePolicy,
  config: Practice,
  open: (config, deps) => practiceSource(parseConfig(Practice, config), deps),
  target: { says: 'how much faster than life, 0 for at once', config: (text) => ({ speed: Number(text) }) },
  account: /^\S+$/,
  replyTarget: ({ externalId, rootId }) => ({
    parent: { id: externalId, cid: null },
    root: { id: rootId ?? externalId, cid: null },
  }),
}
