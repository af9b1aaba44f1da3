import { z } from 'zod'
import { type Adapter, parseConfig } from '../adapter.ts'
import { asked } from '../form-field.ts'
import { internalHook } from './hook.ts'
import { internalSource } from './internal-source.ts'
import { internalPolicy } from './policy.ts'

const InternalConfig = z.strictObject({
  network: z
    .enum(['slack', 'teams', 'mattermost', 'other'])
    .default('other')
    .meta(asked('Network', 'What pushes, for people to see; a delivery is known by its shape')),
})

export const internalAdapter: Adapter = {
  platform: 'internal',
  policy: internalPolicy,
  config: InternalConfig,
  open(config, deps) {
    parseConfig(InternalConfig, config)
    return internalSource(deps)
  },
  target: {
    says: 'the network that pushes: slack, teams, mattermost or other',
    config: (network) => ({ network }),
  },
  hook: internalHook,
  pushedOnly: () => true,
  // A company does not answer its own people through a public-relations gate.
  replyTarget: () => null,
}
