import type { PlannedSource } from '@hark/db'
import type { Adapter } from '@hark/sources'
import { variableOf } from './credentials.ts'

type Told = { planned: PlannedSource; env: NodeJS.ProcessEnv; made: (name: string) => string }

/** Where a platform pushes to: this deployment as it is reached from outside, where that is written down. */
export const hookAddress = (env: NodeJS.ProcessEnv, sourceId: string): string =>
  `${env.HARK_PUBLIC_URL || '<your public address>'}/api/hooks/${sourceId}`

/**
 * What is to be entered at the platform, before anything is saved: some give out their own secret only once they know the address. Hubs
 * are told by the reader itself.
 */
export function pushAddressLines(adapter: Adapter, { planned, env, made }: Told): string[] {
  const names = Object.keys(adapter.hook?.secrets ?? {}).filter((name) => !(name in (adapter.secrets ?? {})))
  if (!adapter.hook) return []
  const address = hookAddress(env, planned.id)
  if (names.length === 0) return [`To have hubs push, write this as "callback" in --config FILE: ${address}`]
  const ours = names.filter(
    (name) => !adapter.hook?.issued?.includes(name) && !env[variableOf(adapter.platform, name)],
  )
  return [
    `Have ${adapter.platform} push to: ${address}`,
    ...ours.map((name) => `${adapter.hook?.secrets[name]}: ${made(name)}`),
    ...(planned.known
      ? ['There is a source of this name; what it verifies with is replaced when you accept the terms.']
      : ['This stays the same until it listens: set the platform up now, or stop here and come back.']),
    ...(adapter.hook.handshake
      ? ['Where the platform checks the address at once, finish there when it listens.']
      : []),
  ]
}
