import type { SourceView } from '@hark/contract'
import { listSources, type SourceHealth } from '@hark/db'
import { sourceNotices } from '@hark/domain'
import type { ApiContext } from '../context.ts'
import { hearsPushesOnly } from '../hooks/presence.ts'

type Ctx = Pick<ApiContext, 'db' | 'adapters' | 'now'>

/** Every source with its health, and what of it a person should look at. */
export async function viewSources(ctx: Ctx): Promise<SourceView[]> {
  return (await listSources(ctx.db)).map((source) => viewSource(ctx, source)) as SourceView[]
}

/** The same notices, of one source or all, where the hours are looked at. */
export async function viewNotices(ctx: Ctx, only?: string) {
  const sources = (await viewSources(ctx)).filter(({ id }) => only === undefined || id === only)
  return sources.flatMap(({ name, notices }) => notices.map((notice) => ({ source: name, ...notice })))
}

function viewSource(ctx: Ctx, { config, pushes, rechecks, ...source }: SourceHealth) {
  const hears = source.state === 'running' && ctx.adapters[source.platform]?.hook !== undefined
  const only = hearsPushesOnly(ctx, { platform: source.platform, config })
  const pushed = hears && pushes ? { ...pushes, only } : null
  return {
    ...source,
    lastPushAt: pushes?.goodAt ?? null,
    notices: sourceNotices({ pushes: pushed, rechecks }, ctx.now()),
  }
}
