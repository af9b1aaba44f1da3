import { DomainError } from '@hark/domain'
import { type Adapter, hostFieldsOf, parseConfig } from '@hark/sources'
import type { ApiContext } from '../context.ts'

export type WantedSource = { adapter: Adapter; config: Record<string, unknown>; name: string }

/** What a person asked to listen to, as its adapter understands it. Files are imported on the host, practice posts come by themselves. */
export function wantedSource(
  ctx: ApiContext,
  given: {
    platform: string
    target?: string | undefined
    config?: Record<string, unknown> | undefined
    name?: string | undefined
  },
): WantedSource {
  const adapter = ctx.adapters[given.platform]
  if (!adapter || ['file', 'practice'].includes(given.platform))
    throw new DomainError('not_found', 'This platform cannot be listened to from here.')
  const fromTarget = given.target
    ? ((adapter.target?.config(given.target) ?? {}) as Record<string, unknown>)
    : {}
  const config = { ...fromTarget, ...given.config }
  assertNothingOfTheHost(adapter, config)
  parseConfig(adapter.config, config)
  return { adapter, config, name: given.name ?? [adapter.platform, given.target].filter(Boolean).join(' ') }
}

/** A file of the host is read for who is on the host: else a sample would show it to whoever may ask for one. */
function assertNothingOfTheHost({ config: schema }: Adapter, config: Record<string, unknown>): void {
  const field = hostFieldsOf(schema).find((name) => name in config)
  if (field)
    throw new DomainError('input.invalid', 'Files are read on the host only. Write an address.', { field })
}

/** Throws `input.invalid` for the first credential that is needed and missing. */
export function assertCredentials({ secrets = {}, platform }: Adapter, given: Record<string, string>): void {
  const missing = Object.entries(secrets).find(([name, { optional }]) => !optional && !given[name])
  if (missing)
    throw new DomainError('input.invalid', `${platform} is read with a credential: ${missing[1].label}.`, {
      secret: missing[0],
    })
}
