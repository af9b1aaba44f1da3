import { type BatchToStore, type SourceToRead, type Stored, storeBatch } from '@hark/db'
import type { IngestContext } from './context.ts'

const outcomes = ['stored', 'duplicate', 'unmatched', 'rejected'] as const

/**
 * Stores a batch and, once that is committed, counts what became of each post; their sum is what was offered. Null, and nothing
 * counted, when another reader has moved the cursor.
 */
export async function storeCounted(
  { db, sealing, metrics }: Pick<IngestContext, 'db' | 'sealing' | 'metrics'>,
  { id, platform }: Pick<SourceToRead, 'id' | 'platform'>,
  batch: Omit<BatchToStore, 'sourceId'>,
): Promise<Stored | null> {
  const { seenMs = Date.now() } = batch
  const stored = await storeBatch(db, { ...batch, seenMs, sourceId: id }, sealing)
  for (const outcome of stored ? outcomes : [])
    metrics.add('hark_ingest_posts_total', stored?.[outcome] ?? 0, { platform, outcome })
  const took = (Date.now() - seenMs) / 1000
  for (const _ of stored ? batch.removals : []) metrics.observe('hark_removal_seconds', took, { platform })
  return stored
}
