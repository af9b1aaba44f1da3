import {
  type DueCheck,
  dueChecks,
  gapEnds,
  hearsNothing,
  noteChecked,
  noteRecheckDone,
  noteRecheckFailed,
  type SourceToAsk,
  type SourceToRead,
} from '@hark/db'
import type { Platform } from '@hark/domain'
import { pause } from '@hark/runtime'
import {
  adapters,
  BatchBuilder,
  backoffMs,
  type Rechecked,
  recheckHoursOf,
  type Source,
  troubleOf,
} from '@hark/sources'
import type { IngestContext } from './context.ts'
import { storeCounted } from './store-counted.ts'
import { untilAborted } from './until-aborted.ts'

const LOOK_EVERY_MS = 60_000
const AT_ONCE = 100
/** Asked again this much before the terms' own limit, so that one bad day of the platform breaks no promise. */
const MARGIN = 0.75
/** Who fails for hours is asked ever more seldom, and never given up. */
const retry = { firstMs: LOOK_EVERY_MS, capMs: 1_800_000, factor: 2 }

/** Asks the platform after posts we hold, where it tells us nothing by itself, or may have told us in a gap. Never ends by itself. */
export async function recheckUntilStopped(
  ctx: IngestContext,
  source: SourceToAsk,
  opened: Source,
  signal: AbortSignal,
): Promise<void> {
  if (!opened.recheck || hoursOf(source, false) === null) return untilAborted(signal)
  let failures = 0
  while (!signal.aborted) {
    const pauseMs = await oneRound(ctx, source, opened, signal).then(
      (waitMs) => {
        failures = 0
        return waitMs
      },
      async (error) => {
        if (signal.aborted) return 0
        failures += 1
        const { code, untilMs } = troubleOf(error)
        await noteNotAsked(ctx, source, code)
        return Math.max(LOOK_EVERY_MS, untilMs ? untilMs - Date.now() : backoffMs(failures, 1, retry))
      },
    )
    await pause(pauseMs, signal)
  }
}

/** Posts of this source are held and could not be asked after: a person sees since when, and why. */
export async function noteNotAsked(
  { db, log }: Pick<IngestContext, 'db' | 'log'>,
  source: SourceToAsk,
  reason: string,
): Promise<void> {
  log.warn({ source: source.id, reason }, 'posts not asked after')
  const hours = hoursOf(source, source.running)
  if (hours !== null) await noteRecheckFailed(db, source.id, hours, reason).catch(() => undefined)
}

async function oneRound(ctx: IngestContext, source: SourceToAsk, opened: Source, signal: AbortSignal) {
  // Who hears nothing is told of no deletions either, whatever it is meant to do.
  const listening = source.running && !(await hearsNothing(ctx.db, source.id))
  const hours = hoursOf(source, listening)
  if (hours === null) return LOOK_EVERY_MS
  const waitMs = await recheckOnce(ctx, source, opened, hours * MARGIN, signal)
  await noteRecheckDone(ctx.db, source.id, hours)
  return waitMs
}

function hoursOf({ platform, policy }: SourceToRead, listening: boolean): number | null {
  const terms = adapters[platform as Platform]?.policy
  return terms ? recheckHoursOf(terms, policy, listening) : null
}

/** One round. What is gone or changed takes effect in one transaction; only what was answered counts as checked. Answers how long to wait. */
export async function recheckOnce(
  ctx: Pick<IngestContext, 'db' | 'sealing' | 'metrics'>,
  source: SourceToRead,
  opened: Pick<Source, 'recheck' | 'missedIn' | 'platform'>,
  afterHours: number,
  signal: AbortSignal,
): Promise<number> {
  const hours = Math.max(1, Math.floor(afterHours))
  const due = await dueChecks(ctx.db, source.id, hours, AT_ONCE, await gapToAskAfter(ctx, source, opened))
  if (due.length === 0 || !opened.recheck) return LOOK_EVERY_MS
  const asked = [...new Set(due.map(({ externalId }) => externalId))]
  const answers = await opened.recheck(asked, signal)
  const batch = batchOf(answers, due)
  if (!batch.isEmpty) {
    const { cursor: _unmoved, ...found } = batch.build(null)
    await storeCounted(ctx, source, found)
  }
  const answered = answers.map(({ externalId }) => externalId)
  await noteChecked(ctx.db, source.id, answered, asked)
  // Without a single answer, asking on at once would be hammering.
  return due.length >= AT_ONCE / 2 && answers.length > 0 ? 0 : LOOK_EVERY_MS
}

/** The last time somebody may have told of a deletion that nobody heard; what was held then is asked after once, gap or no gap since. */
async function gapToAskAfter(
  { db }: Pick<IngestContext, 'db'>,
  source: SourceToRead,
  { missedIn }: Pick<Source, 'missedIn'>,
): Promise<Date | null> {
  if (!missedIn) return null
  const ends = (await gapEnds(db, source.id)).filter(({ lane }) => missedIn(lane))
  return ends.reduce<Date | null>((last, { end }) => (last === null || end > last ? end : last), null)
}

function batchOf(answers: readonly Rechecked[], due: readonly DueCheck[]): BatchBuilder {
  const batch = new BatchBuilder()
  const at = new Date().toISOString()
  const away = new Set(due.flatMap((one) => (one.away ? one.externalId : [])))
  for (const answer of answers) {
    const { externalId } = answer
    if (answer.now === 'gone') batch.removals.push({ kind: 'post', externalId, reason: answer.reason, at })
    if (answer.now === 'away')
      batch.removals.push({ kind: 'author', authorId: answer.authorId, reason: answer.reason, at })
    // Shown again: whoever was away is back. A moderator's label is lifted by its own service alone.
    if (answer.now === 'same' && away.has(externalId))
      batch.removals.push({ kind: 'post_restored', externalId, at, of: 'account' })
    // We hold the post, so its new version is wanted whatever it says now.
    if (answer.now === 'changed') batch.posts.push(answer.post)
  }
  return batch
}
