import { routes } from '@hark/contract'
import { removalProof } from '@hark/db'
import { type Adapter, formFieldsOf, liveStatement } from '@hark/sources'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'
import { handle } from '../http/handle.ts'
import { addSource } from '../sources/add-source.ts'
import { pushAddress } from '../sources/push-address.ts'
import { sampleSource } from '../sources/sample.ts'

export function sourceRoutes(app: FastifyInstance, ctx: ApiContext): void {
  const { coverage } = routes
  handle(app, coverage.platforms, async () => ({
    items: Object.values(ctx.adapters)
      .filter(({ platform }) => !['file', 'practice'].includes(platform))
      .map(viewPlatform),
  }))
  handle(app, coverage.sample, async ({ body }) => sampleSource(ctx, body))
  handle(app, coverage.pushAddress, async ({ params, body }) => pushAddress(ctx, params.id, body))
  handle(app, coverage.addSource, async ({ params, body, caller }) => addSource(ctx, caller, params.id, body))
  handle(app, coverage.removal, async ({ params }) => ({ items: await removalProof(ctx.db, params.id) }))
}

function viewPlatform({ platform, policy, target, secrets = {}, hook, config, cost }: Adapter) {
  return {
    platform,
    policy: { ...policy },
    statement: liveStatement(policy),
    target: target?.says ?? null,
    fields: formFieldsOf(config),
    cost: costOf(cost),
    pushes: hook !== undefined,
    pushAddress: pushOf(hook, secrets),
    credentials: Object.entries(secrets).map(([name, { label, optional = false }]) => ({
      name,
      label,
      optional,
    })),
    // One that is asked for as a credential already is the same on both sides.
    hookSecrets: Object.entries(hook?.secrets ?? {})
      .filter(([name]) => !(name in secrets))
      .map(([name, label]) => ({ name, label, issued: hook?.issued?.includes(name) ?? false })),
    needsPermission: policy.needsPermissionReference || !policy.mayInferHealth,
  }
}

/** What the reader tells a hub by itself, nobody has to enter. */
function pushOf(hook: Adapter['hook'], secrets: NonNullable<Adapter['secrets']>) {
  if (!hook) return null
  const subscribes = Object.keys(hook.secrets).every((name) => name in secrets)
  return { checked: hook.handshake !== undefined && !subscribes, subscribes }
}

/** Where the cost hangs on what has to be written first, the sample says it. */
function costOf(cost: Adapter['cost']): string | null {
  try {
    return cost?.({}) ?? null
  } catch {
    return null
  }
}
