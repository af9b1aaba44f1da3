import { endSource, noteSourceError, type SourceToRead, storeBatch } from '@hark/db'
import { crashPoint } from '@hark/runtime'
import type { Batch, Source } from '@hark/sources'
import type { IngestContext } from './context.ts'
import type { Interest } from './interest.ts'

/**
 * Reads one source until it ends, stops or another reader takes it: match, store, ask for more. The cursor moves only with the
 * posts it stands for, so a crash at any line repeats at most one batch, which then counts as duplicate.
 */
export async function readSource(
  ctx: IngestContext,
  source: SourceToRead,
  reader: Pick<Source, 'read'>,
  interest: Interest,
  signal: AbortSignal,
): Promise<'ended' | 'stopped' | 'taken'> {
  let cursor = source.cursor
  for await (const batch of reader.read(signal, cursor)) {
    const stored = await store(ctx, source.id, batch, cursor, interest)
    if (stored === null) return 'taken'
    cursor = batch.cursor
    if (signal.aborted) return 'stopped'
  }
  if (signal.aborted) return 'stopped'
  await endSource(ctx.db, source.id)
  return 'ended'
}

async function store(
  ctx: IngestContext,
  sourceId: string,
  batch: Batch,
  cursorBefore: string | null,
  interest: Interest,
) {
  crashPoint('ingest.beforeCommit')
  const stored = await storeBatch(ctx.db, { ...batch, sourceId, cursorBefore }, ctx.sealing)
  crashPoint('ingest.afterCommit')
  if (stored) interest.remember(batch.posts)
  return stored
}

/** Notes why a source could not be read, as a code a person can act on, and lets the next try come. */
export async function noteFailure(ctx: IngestContext, sourceId: string, err: unknown): Promise<void> {
  ctx.log.warn({ err, source: sourceId }, 'source failed')
  await noteSourceError(ctx.db, sourceId, (err as { code?: string }).code ?? (err as Error).name)
}
