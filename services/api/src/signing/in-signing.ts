import type { Trx } from '@hark/db'
import type { ApiContext } from '../context.ts'

/** The transaction of one signature. It counts once it is committed: what was refused or rolled back is none. */
export async function inSigning<T>(
  ctx: ApiContext,
  meaning: 'decision' | 'pv_approve' | 'pv_reject' | 'clock_recompute',
  act: (trx: Trx) => Promise<T>,
): Promise<T> {
  const done = await ctx.db.transaction().execute(act)
  ctx.metrics.add('hark_signatures_total', 1, { meaning })
  return done
}
