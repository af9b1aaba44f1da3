import { endSource, noteSourceError, openGap, type SourceToRead } from '@hark/db'
import { crashPoint } from '@hark/runtime'
import type { Batch, Source } from '@hark/sources'
import type { IngestContext } from './context.ts'
import type { Interest } from './interest.ts'
import { storeCounted } from './store-counted.ts'
import { withContext } from './thread-context.ts'

/**
 * Reads one source until it ends, stops or another reader takes it: match, store, ask for more. The cursor moves only with the
 * posts it stands for, so a crash at any line repeats at most one batch, which then counts as duplicate.
 */
export async function readSource(
  ctx: IngestContext,
  source: SourceToRead,
  reader: Pick<Source, 'read' | 'context'>,
  interest: Interest,
  signal: AbortSignal,
): Promise<'ended' | 'stopped' | 'taken'> {
  let [cursor, filled] = [source.cursor, [LANE]]
  for await (const batch of reader.read(signal, cursor)) {
    const whole = await withContext(ctx, source, reader, batch, signal)
    // The first batch ends what a reader that did not get through left open.
    const stored = await store(
      ctx,
      source,
      { ...whole, filled: [...(batch.filled ?? []), ...filled] },
      cursor,
      interest,
    )
    if (stored === null) return 'taken'
    ;[cursor, filled] = [batch.cursor, []]
    if (signal.aborted) return 'stopped'
  }
  if (signal.aborted) return 'stopped'
  await endSource(ctx.db, source.id)
  return 'ended'
}

async function store(
  ctx: IngestContext,
  source: SourceToRead,
  batch: Batch,
  cursorBefore: string | null,
  interest: Interest,
) {
  crashPoint('ingest.beforeCommit')
  const stored = await storeCounted(ctx, source, { ...batch, cursorBefore })
  crashPoint('ingest.afterCommit')
  if (stored) interest.remember(batch.posts)
  return stored
}

/** From here on a reader that does not get through is shown as a gap, from its first failure: about a minute of trying. */
const GAP_AFTER_FAILURES = 5
/** How often a reader failed in a row, and since when. */
export type Failing = { count: number; sinceMs: number }
const LANE = 'reader'

/** Notes why a source could not be read, as a code a person can act on, and lets the next try come. */
export async function noteFailure(
  ctx: IngestContext,
  { id: sourceId, platform }: Pick<SourceToRead, 'id' | 'platform'>,
  err: unknown,
  { count, sinceMs }: Failing,
): Promise<void> {
  ctx.log.warn({ err, source: sourceId, failures: count }, 'source failed')
  ctx.metrics.add('hark_source_failures_total', 1, { platform })
  const reason = (err as { code?: string }).code ?? (err as Error).name
  await noteSourceError(ctx.db, sourceId, reason)
  if (count < GAP_AFTER_FAILURES) return
  const gap = { from: new Date(sinceMs).toISOString(), to: null, reason, lane: LANE }
  await ctx.db.transaction().execute((trx) => openGap(trx, sourceId, gap))
}
