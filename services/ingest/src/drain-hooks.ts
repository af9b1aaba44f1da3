import { type SourceToRead, settleDeliveries, type WaitingDelivery, waitingDeliveries } from '@hark/db'
import { pause } from '@hark/runtime'
import { BatchBuilder, type Source } from '@hark/sources'
import type { IngestContext } from './context.ts'
import type { Interest } from './interest.ts'
import { storeCounted } from './store-counted.ts'
import { withContext } from './thread-context.ts'
import { untilAborted } from './until-aborted.ts'

const LOOK_EVERY_MS = 1_000
const AT_ONCE = 200

/** Parses what a platform pushed, for as long as the source runs. Never ends by itself; rejects where the store does. */
export async function drainUntilStopped(
  ctx: IngestContext,
  source: SourceToRead,
  opened: Source,
  interest: Interest,
  signal: AbortSignal,
): Promise<void> {
  if (!opened.parse) return untilAborted(signal)
  while (!signal.aborted) {
    const drained = await drainOnce(ctx, source, opened, interest, signal)
    if (drained < AT_ONCE) await pause(LOOK_EVERY_MS, signal)
  }
}

/** The deliveries waiting now: their posts, counts and their own end in one transaction. Answers how many there were. */
export async function drainOnce(
  ctx: Pick<IngestContext, 'db' | 'sealing' | 'log' | 'metrics'>,
  source: SourceToRead,
  opened: Pick<Source, 'parse' | 'context'>,
  interest: Interest,
  signal: AbortSignal = new AbortController().signal,
): Promise<number> {
  const waiting = await waitingDeliveries(ctx.db, source.id, AT_ONCE)
  // A removal takes effect after the posts of its batch: a post pushed after it would be removed with the rest.
  const parsed = await Promise.all(
    waiting.map(async (one) => ({ ...one, items: await itemsOf(opened, one) })),
  )
  for (const deliveries of splitAfterRemovals(parsed)) {
    const batch = new BatchBuilder()
    for (const { items, receivedAt } of deliveries) {
      for (const post of items?.posts ?? []) batch.offer(post, interest.wants)
      batch.rejected.push(...(items?.rejected ?? (items ? [] : [{ reason: 'delivery.malformed' }])))
      batch.remove(items?.removals ?? [], new Date(receivedAt).getTime())
    }
    const malformed = deliveries.filter(({ items }) => items === null).map(({ id }) => id)
    const ids = deliveries.map(({ id }) => id)
    const { cursor: _unmoved, ...pushed } = batch.build(null)
    const found = await withContext(ctx, source, opened, pushed, signal)
    await storeCounted(ctx, source, {
      ...found,
      settle: (trx) => settleDeliveries(trx, ids, malformed),
    })
    interest.remember(found.posts)
  }
  return waiting.length
}

type Parsed = WaitingDelivery & { items: Awaited<ReturnType<NonNullable<Source['parse']>>> | null }

/** Null for bytes that are not what the platform says it sends: counted, kept for a person, in nobody's way. */
async function itemsOf(
  { parse }: Pick<Source, 'parse'>,
  delivery: WaitingDelivery,
): Promise<Parsed['items']> {
  try {
    return (await parse?.({ ...delivery, receivedAt: new Date(delivery.receivedAt).toISOString() })) ?? null
  } catch {
    return null
  }
}

function splitAfterRemovals(all: Parsed[]): Parsed[][] {
  const groups: Parsed[][] = []
  let open: Parsed[] = []
  for (const one of all) {
    open.push(one)
    if ((one.items?.removals?.length ?? 0) === 0) continue
    groups.push(open)
    open = []
  }
  return open.length > 0 ? [...groups, open] : groups
}
