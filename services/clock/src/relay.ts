import { createHash } from 'node:crypto'
import { anyUndispatched, noteQueueEpoch, relayStages, requeueStale, type Undispatched } from '@hark/db'
import { enqueueMany, jobCounts } from '@hark/queue'
import { crashPoint } from '@hark/runtime'
import type { ClockContext } from './context.ts'

/** Most posts handed over at once; fewer mean that no more are waiting. */
export const ROUND = 2_000
const BATCH = 200
/** Jobs waiting beyond which the backlog stays in Postgres, so that the queue's memory is bounded. */
const MOST_WAITING = 200

/** Hands undispatched posts to the queue until none is left or the queue is full enough. Returns how many. */
export async function relayOnce(ctx: ClockContext): Promise<number> {
  if (!(await anyUndispatched(ctx.db))) return 0
  if ((await jobCounts(ctx.queues.queue.classify)).waiting > MOST_WAITING) return 0
  const sent = await relayStages(ctx.db, ROUND, async (work) => {
    crashPoint('relay.beforeAdd')
    await enqueueMany(ctx.queues.queue.classify, toJobs(work))
    crashPoint('relay.afterAdd')
  })
  crashPoint('relay.afterMark')
  return sent
}

/** A post tried before goes alone: if it is the one that kills its worker, it takes no other with it. */
export function toJobs(work: readonly Undispatched[]) {
  const fresh = work.filter((w) => w.attempts === 0)
  const alone = work.filter((w) => w.attempts > 0).map((w) => [w])
  const batches = Array.from({ length: Math.ceil(fresh.length / BATCH) }, (_, i) =>
    fresh.slice(i * BATCH, (i + 1) * BATCH),
  )
  return [...alone, ...batches].map((items) => ({
    id: jobId(items),
    payload: { items: items.map(({ postId, gen }) => ({ postId, gen })) },
  }))
}

/**
 * Over all of its items: the queue ignores an id it holds, so after a crash between adding and marking, a job that begins with the
 * same post but carries more would be dropped, and the rest of its posts marked as handed over in no job at all.
 */
function jobId(items: readonly Undispatched[]): string {
  const hash = createHash('sha256')
  for (const { postId, gen } of items) hash.update(`${postId} ${gen}\n`)
  return `classify-${hash.digest('hex').slice(0, 32)}`
}

/** Finds work the queue has forgotten: all at once when its memory is another than last time, else what has waited too long. */
export async function reconcileOnce(ctx: ClockContext): Promise<number> {
  const epoch = (await ctx.queues.readEpoch()) ?? (await ctx.queues.writeEpoch())
  const lost = await noteQueueEpoch(ctx.db, epoch)
  if (lost > 0)
    ctx.log.warn({ posts: lost }, 'the queue lost its memory; everything unfinished is handed over again')
  const stale = await requeueStale(ctx.db, ctx.config.HARK_REQUEUE_SECONDS)
  ctx.metrics.add('hark_reconciler_requeued_total', lost + stale, { stage: 'classify' })
  crashPoint('reconciler.afterRequeue')
  return lost + stale
}
