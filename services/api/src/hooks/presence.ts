import { beat, type PushedTo } from '@hark/db'
import { pause } from '@hark/runtime'
import type { ApiContext } from '../context.ts'

const BEAT_EVERY_MS = 15_000
/** Away for longer, some platform may have given up pushing. */
const AWAY_SECONDS = 60

/** Whether a source hears by pushes alone. Of a configuration that is none any more nothing is known: it does not run either. */
export function hearsPushesOnly(
  { adapters }: Pick<ApiContext, 'adapters'>,
  { platform, config }: Configured,
): boolean {
  const adapter = adapters[platform]
  return (adapter?.config.safeParse(config).success && adapter.pushedOnly?.(config)) ?? false
}
type Configured = Pick<PushedTo, 'platform' | 'config'>

/** Says that deliveries are taken; after an absence, each source that hears by pushes alone shows it. Answers of how many. */
export const beatOnce = (ctx: Pick<ApiContext, 'db' | 'adapters'>): Promise<number> =>
  beat(ctx.db, (source) => hearsPushesOnly(ctx, source), AWAY_SECONDS)

/** As long as the api takes deliveries. Where the database is away nothing can be stored either: that is an absence as any other. */
export async function beatUntilStopped(
  ctx: Pick<ApiContext, 'db' | 'adapters'>,
  signal: AbortSignal,
  onFailure: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    await beatOnce(ctx).catch(onFailure)
    await pause(BEAT_EVERY_MS, signal)
  }
}
