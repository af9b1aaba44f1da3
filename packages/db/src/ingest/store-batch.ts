import type { Post, Removal } from '@hark/domain'
import { commitBatch } from '@hark/ledger'
import { sql } from 'kysely'
import type { Db, Trx } from '../connect.ts'
import { appendEntry, newEntryId } from '../entries.ts'
import { uuidv7 } from '../ids.ts'
import { applyRemovals, markReplaced } from '../removal/mark.ts'
import { addCounts, type Counts, insertRejections } from './counts.ts'
import { fillGaps, type GapNews, type GapToOpen, noteGapNews, openGap } from './gaps.ts'
import { insertPosts, insertStages } from './insert-posts.ts'
import { type PostRow, postLeaf, type Sealing, toPostRow } from './post-row.ts'

export type BatchToStore = {
  sourceId: string
  /**
   * The cursor this batch was read from: a second reader of the same source finds it moved and stores nothing. Undefined for what was
   * pushed: it neither asks for the cursor nor moves it.
   */
  cursorBefore?: string | null
  cursor?: string | null
  /** What must hold together with the batch: it runs in its transaction, and what it throws undoes all. */
  settle?: (trx: Trx, counts: Counts) => Promise<void>
  /** What its rejections are found by; one of its own where none is given. */
  batchId?: string
  /** Posts that name a product (or answer one that does), as the adapter made them. */
  posts: readonly Post[]
  unmatched: number
  rejected: readonly { line?: number; reason: string }[]
  removals: readonly Removal[]
  /** When the first of it reached this process, ms since 1970; now unless given. */
  seenMs?: number
  gap?: GapToOpen
  /** Lanes read through to now: their open gaps end as filled. */
  filled?: readonly string[]
  news?: readonly GapNews[]
}

export type Stored = Counts & { postIds: string[] }
type SourceRow = {
  id: string
  programmeId: string
  platform: string
  practice: boolean
  cursor: string | null
  hour: string
}

/**
 * One transaction for a batch: posts, stages (the outbox), removals, counts, gap, cursor, ledger entry.
 * Safe to run twice: what is stored already counts as duplicate. Null when another reader has moved the cursor.
 */
export async function storeBatch(db: Db, batch: BatchToStore, sealing: Sealing): Promise<Stored | null> {
  const { seenMs = Date.now() } = batch
  const rows = batch.posts.map((p) => toPostRow(p, sealing)) // hashing and sealing before the lock is taken
  return db.transaction().execute(async (trx) => {
    const seenAgoMs = Date.now() - seenMs
    const source = await lockSource(trx, batch.sourceId)
    const { cursorBefore, cursor } = batch
    if (cursorBefore !== undefined && source.cursor !== cursorBefore) return null
    const stored = await storePosts(trx, source, rows)
    await markReplaced(trx, edits(stored), { sourceId: source.id, seenAgoMs })
    if (batch.removals.length > 0) {
      const { platform } = source
      await applyRemovals(trx, batch.removals, {
        sourceId: source.id,
        platform,
        pseudonymKey: sealing.pseudonymKey,
        seenAgoMs,
      })
    }
    const counts = {
      unmatched: batch.unmatched,
      duplicate: rows.length - stored.length,
      stored: stored.length,
      rejected: batch.rejected.length,
    }
    await addCounts(trx, source.id, source.hour, counts)
    await insertRejections(trx, source.id, batch.batchId ?? uuidv7(), batch.rejected)
    if (batch.gap) await openGap(trx, source.id, batch.gap)
    if (batch.news) await noteGapNews(trx, source.id, batch.news)
    if (batch.filled) await fillGaps(trx, source.id, batch.filled)
    await batch.settle?.(trx, counts)
    await noteSuccess(trx, source.id, cursor)
    return { ...counts, postIds: stored.map((r) => r.id) }
  })
}

/** Versions a platform names as such; under one without a name nothing is known to be replaced. */
const edits = (stored: readonly PostRow[]): string[] =>
  stored.filter((r) => r.revision !== '').map((r) => r.id)

async function lockSource(trx: Trx, id: string): Promise<SourceRow> {
  const { rows } = await sql<SourceRow>`
    select s.id, s.programme_id as "programmeId", s.platform, p.kind = 'practice' as practice, s.cursor, date_trunc('hour', clock_timestamp()) as hour
    from source s join programme p on p.id = s.programme_id where s.id = ${id} for update of s`.execute(trx)
  if (!rows[0]) throw new Error(`no source ${id}`)
  return rows[0]
}

async function storePosts(trx: Trx, source: SourceRow, rows: PostRow[]): Promise<PostRow[]> {
  if (rows.length === 0) return []
  const entryId = newEntryId()
  const { programmeId, practice, hour } = source
  const fresh = await insertPosts(trx, rows, { programmeId, sourceId: source.id, practice, hour, entryId })
  const stored = rows.filter((r) => fresh.has(r.id)).sort((a, b) => (a.id < b.id ? -1 : 1))
  if (stored.length === 0) return []
  await insertStages(
    trx,
    stored.map((r) => r.id),
  )
  await appendEntry(
    trx,
    {
      actor: ingest,
      action: 'posts.ingested',
      object: { type: 'source', id: source.id },
      batch: commitBatch(stored.map(postLeaf)),
    },
    { id: entryId },
  )
  return stored
}

/** Moves the cursor where there is one to move. */
async function noteSuccess(trx: Trx, sourceId: string, cursor: string | null | undefined): Promise<void> {
  await trx
    .updateTable('source')
    .set({
      ...(cursor !== undefined && { cursor }),
      last_success_at: sql`clock_timestamp()`,
      last_error: null,
    })
    .where('id', '=', sourceId)
    .execute()
}

const ingest = { id: 'ingest', kind: 'service' } as const
