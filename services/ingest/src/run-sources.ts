import {
  enrolForChecks,
  knownThreads,
  loadProgrammes,
  runningSources,
  type SourceToAsk,
  type SourceToRead,
  sourcesToAskAfter,
} from '@hark/db'
import { pause } from '@hark/runtime'
import { adapters, backoffMs, troubleOf } from '@hark/sources'
import type { IngestContext } from './context.ts'
import { drainUntilStopped } from './drain-hooks.ts'
import { importUntilStopped } from './import-files.ts'
import { Interest } from './interest.ts'
import { fetchContextUntilStopped } from './missing-context.ts'
import { type Failing, noteFailure, readSource } from './read-source.ts'
import { noteNotAsked, recheckUntilStopped } from './recheck.ts'

const LOOK_EVERY_MS = 2_000
const ENROL_EVERY_MS = 60_000
const retry = { firstMs: 2_000, capMs: 300_000, factor: 2 }
const THREAD_DAYS = 14
const THREADS_LOADED = 200_000

/**
 * Keeps one reader per running source: starts those that appear, stops those that were paused, tries failed ones again with
 * growing pauses. A slow or hostile source has a reader of its own and starves no other. What any of them holds is asked after beside that.
 */
export async function runSources(ctx: IngestContext, signal: AbortSignal): Promise<void> {
  const readers = new Map<string, { stop: AbortController; done: Promise<void> }>()
  const failures: Failures = new Map()
  const beside = [enrolUntilStopped(ctx, signal), importUntilStopped(ctx, signal)]
  while (!signal.aborted) {
    const wanted = await wantedWork(ctx, failures).catch(() => null) // the database is away: keep what runs, look again
    for (const [key, work] of wanted ?? []) {
      if (readers.has(key)) continue
      const stop = new AbortController()
      const both = AbortSignal.any([signal, stop.signal])
      readers.set(key, { stop, done: work(both).finally(() => readers.delete(key)) })
    }
    for (const [key, reader] of readers) if (wanted && !wanted.has(key)) reader.stop.abort()
    await pause(LOOK_EVERY_MS, signal)
  }
  await Promise.allSettled([...beside, ...[...readers.values()].map((r) => r.done)])
}

/** Platforms that can be asked after what is held. */
const askable = Object.values(adapters)
  .filter(({ policy }) => policy.recheckHours !== null)
  .map(({ platform }) => platform)

/** Takes up what was stored, however long ago and under whatever terms, on every platform that can be asked. */
async function enrolUntilStopped({ db, log }: IngestContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await enrolForChecks(db, askable).catch((err) => log.warn({ err }, 'posts not taken up for re-checks'))
    await pause(ENROL_EVERY_MS, signal)
  }
}

/** Sources that fail, by their ids. */
type Failures = Map<string, Failing>
type Work = (signal: AbortSignal) => Promise<void>

/** What is to be done now, by a name of its own: of a source that is paused the reading stops, and it is asked as one that is told nothing. */
async function wantedWork(ctx: IngestContext, failures: Failures): Promise<Map<string, Work>> {
  const [read, asked] = [await runningSources(ctx.db), await sourcesToAskAfter(ctx.db, askable)]
  return new Map([
    ...read.map((source): [string, Work] => [
      `read ${source.id}`,
      (signal) => readUntilDone(ctx, source, signal, failures),
    ]),
    ...asked.map((source): [string, Work] => [
      `ask ${source.running ? 'beside reading' : 'alone'} ${source.id}`,
      (signal) => askUntilStopped(ctx, source, signal),
    ]),
  ])
}

/** Goes on where nothing can be read. That it cannot ask is no gap: what is not asked after is asked later, or goes by its retention. */
async function askUntilStopped(ctx: IngestContext, source: SourceToAsk, signal: AbortSignal): Promise<void> {
  try {
    const opened = await ctx.open(source, () => true, 'ask')
    await recheckUntilStopped(ctx, source, opened, signal)
  } catch (err) {
    await noteNotAsked(ctx, source, troubleOf(err).code)
    await pause(retry.capMs, signal)
  }
}

async function readUntilDone(
  ctx: IngestContext,
  source: SourceToRead,
  signal: AbortSignal,
  failures: Failures,
): Promise<void> {
  const began = Date.now()
  try {
    const interest = await interestOf(ctx, source)
    const opened = await ctx.open(source, interest.wants)
    await untilFirstEnds(signal, [
      (stop) => readSource(ctx, source, opened, interest, stop),
      (stop) => drainUntilStopped(ctx, source, opened, interest, stop),
      (stop) => fetchContextUntilStopped(ctx, source, opened, stop),
    ])
    failures.delete(source.id)
  } catch (err) {
    const now = Date.now()
    const before = failures.get(source.id)
    // One that ran for a while failed anew.
    const failing =
      before && now - began <= retry.capMs
        ? { ...before, count: before.count + 1 }
        : { count: 1, sinceMs: now }
    failures.set(source.id, failing)
    await noteFailure(ctx, source, err, failing).catch(() => {})
    await pause(backoffMs(failing.count, Math.random(), retry), signal)
  }
}

/** Runs all beside one another; when one ends or fails, the others are stopped and waited for. */
async function untilFirstEnds(
  outer: AbortSignal,
  tasks: ((stop: AbortSignal) => Promise<unknown>)[],
): Promise<void> {
  const stop = new AbortController()
  const running = tasks.map((task) => task(AbortSignal.any([outer, stop.signal])))
  try {
    await Promise.race(running)
  } finally {
    stop.abort()
    await Promise.allSettled(running)
  }
}

export async function interestOf(ctx: Pick<IngestContext, 'db'>, source: SourceToRead): Promise<Interest> {
  const programme = (await loadProgrammes(ctx.db)).get(source.programmeId)
  if (!programme) throw new Error('programme of a source is gone')
  return new Interest(programme, await knownThreads(ctx.db, programme.id, THREAD_DAYS, THREADS_LOADED))
}
