import { dueChecks, noteChecked, type SourceToRead, storeBatch } from '@hark/db'
import { pause } from '@hark/runtime'
import { BatchBuilder, type Rechecked, type Source, troubleOf } from '@hark/sources'
import type { IngestContext } from './context.ts'
import type { Interest } from './interest.ts'
import { untilAborted } from './until-aborted.ts'

const LOOK_EVERY_MS = 60_000
const AT_ONCE = 100
/** Asked again this much before the terms' own limit, so that one bad day of the platform breaks no promise. */
const MARGIN = 0.75

/** Asks the platform after posts we hold, where it tells us nothing by itself. Never ends by itself. */
export async function recheckUntilStopped(
  ctx: IngestContext,
  source: SourceToRead,
  opened: Source,
  interest: Interest,
  signal: AbortSignal,
): Promise<void> {
  const { recheckHours } = source.policy
  if (!opened.recheck || typeof recheckHours !== 'number') return untilAborted(signal)
  while (!signal.aborted) {
    const pauseMs = await recheckOnce(ctx, source, opened, interest, recheckHours * MARGIN, signal).catch(
      (error) => {
        const { code, untilMs = 0 } = troubleOf(error)
        ctx.log.warn({ source: source.id, reason: code }, 'recheck failed')
        return Math.max(LOOK_EVERY_MS, untilMs - Date.now())
      },
    )
    await pause(pauseMs, signal)
  }
}

/** One round. What is gone or changed takes effect in one transaction; only what was answered counts as checked. Answers how long to wait. */
export async function recheckOnce(
  ctx: Pick<IngestContext, 'db' | 'sealing'>,
  source: SourceToRead,
  opened: Pick<Source, 'recheck' | 'platform'>,
  interest: Interest,
  afterHours: number,
  signal: AbortSignal,
): Promise<number> {
  const due = await dueChecks(ctx.db, source.id, Math.max(1, Math.floor(afterHours)), AT_ONCE)
  if (due.length === 0 || !opened.recheck) return LOOK_EVERY_MS
  const answers = await opened.recheck([...new Set(due.map(({ externalId }) => externalId))], signal)
  const batch = batchOf(answers, interest)
  if (!batch.isEmpty) {
    const { cursor: _unmoved, ...found } = batch.build(null)
    await storeBatch(ctx.db, { ...found, sourceId: source.id }, ctx.sealing)
  }
  await noteChecked(
    ctx.db,
    source.id,
    answers.map(({ externalId }) => externalId),
  )
  // Without a single answer, asking on at once would be hammering.
  return due.length === AT_ONCE && answers.length > 0 ? 0 : LOOK_EVERY_MS
}

function batchOf(answers: readonly Rechecked[], interest: Interest): BatchBuilder {
  const batch = new BatchBuilder()
  const at = new Date().toISOString()
  for (const answer of answers) {
    if (answer.now === 'gone')
      batch.removals.push({ kind: 'post', externalId: answer.externalId, reason: answer.reason, at })
    // We hold the post, so its new version is wanted whatever it says now.
    if (answer.now === 'changed') batch.posts.push(answer.post)
  }
  interest.remember(batch.posts)
  return batch
}
