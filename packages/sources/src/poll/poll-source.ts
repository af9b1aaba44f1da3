import type { Platform } from '@hark/domain'
import { type Backoff, backoffMs, sleep as realSleep, type Sleep } from '../pace.ts'
import { type Batch, BatchBuilder, type Gap, type Source, type SourceState, type Wants } from '../source.ts'
import { type Trouble, troubleOf } from '../trouble.ts'
import { Board, type Runner } from './board.ts'
import type { Lane, Page } from './lane.ts'
import { Recent } from './recent.ts'

export type PollConfig = {
  platform: Platform
  /** Asked before each turn, so that lanes may come and go. Fast: no request is made here. */
  lanes: () => readonly Lane[]
  /** Trouble lasting longer than this is shown as a gap while it lasts, ms. */
  gapAfterMs?: number
}

export type PollDeps = {
  wants?: Wants
  nowMs?: () => number
  random?: () => number
  sleep?: Sleep
  onState?: (state: SourceState) => void
  /** Every lane walks once, and the source ends: how a sample is read. Trouble is thrown instead of waited out. */
  once?: boolean
}

const retry: Record<'unavailable' | 'malformed' | 'limited' | 'refused', Backoff> = {
  unavailable: { firstMs: 2_000, capMs: 300_000, factor: 2 },
  malformed: { firstMs: 60_000, capMs: 3_600_000, factor: 2 },
  limited: { firstMs: 60_000, capMs: 3_600_000, factor: 2 },
  refused: { firstMs: 60_000, capMs: 3_600_000, factor: 4 },
}
/** An idle source says at least this often that it is well. */
const heartbeatMs = 60_000

/** A source made of lanes that are polled: poll → page → batch → cursor, with turns, pauses and gaps. */
export function pollSource(
  { platform, lanes, gapAfterMs = 600_000 }: PollConfig,
  deps: PollDeps = {},
): Source {
  const { wants = () => true, nowMs = Date.now, random = Math.random, sleep = realSleep } = deps
  const { onState = () => undefined, once = false } = deps

  async function* read(signal: AbortSignal, cursor: string | null): AsyncGenerator<Batch> {
    const board = new Board(cursor)
    const recent = new Recent()
    let [toldMs, connected] = [0, false]
    try {
      while (!signal.aborted) {
        await board.list(lanes(), nowMs())
        const runner = board.next()
        if (runner === null) return
        if (runner.dueMs === Number.POSITIVE_INFINITY) return
        if (runner.dueMs > nowMs()) {
          await sleep(Math.min(runner.dueMs - nowMs(), heartbeatMs), signal)
          continue
        }
        const batch = new BatchBuilder()
        const before = board.format()
        const trouble = await turn(runner, batch, recent, signal)
        if (signal.aborted) return
        if (trouble !== null && once) throw trouble
        if (trouble !== null) settle(board, runner, trouble, batch)
        else if (!connected) onState({ state: 'connected' })
        connected = trouble === null
        const after = board.format()
        if (batch.isEmpty && after === before && nowMs() - toldMs < heartbeatMs) continue
        toldMs = nowMs()
        yield batch.build(after)
        recent.trim()
      }
    } finally {
      await board.stopAll()
    }
  }

  /** One page of one lane, or the end of its walk. */
  async function turn(
    runner: Runner,
    batch: BatchBuilder,
    recent: Recent,
    signal: AbortSignal,
  ): Promise<Trouble | null> {
    try {
      runner.walk ??= runner.lane.walk(runner.cursor, signal)
      const { done, value } = await runner.walk.next()
      if (done) finish(runner, batch)
      else take(runner, value, batch, recent)
      return null
    } catch (error) {
      runner.walk = null
      return troubleOf(error)
    }
  }

  function take(runner: Runner, page: Page, batch: BatchBuilder, recent: Recent): void {
    for (const post of recent.fresh(page.posts)) batch.offer(post, wants)
    batch.rejected.push(...(page.rejected ?? []))
    batch.remove(page.removals ?? [], nowMs())
    batch.news.push(...(page.news ?? []))
    if (page.gap) batch.gap = { ...page.gap, lane: runner.lane.key }
    runner.cursor = page.cursor
    if (page.caughtUp) caughtUp(runner, batch)
    // Mid-walk: others that are due go first.
    runner.dueMs = nowMs()
  }

  function finish(runner: Runner, batch: BatchBuilder): void {
    caughtUp(runner, batch)
    runner.walk = null
    runner.dueMs = once ? Number.POSITIVE_INFINITY : nowMs() + runner.lane.everyMs
  }

  function caughtUp(runner: Runner, batch: BatchBuilder): void {
    if (runner.gapToFill) batch.filled.push(runner.lane.key)
    Object.assign(runner, { okMs: nowMs(), failures: 0, gapOpen: false, gapToFill: false })
  }

  /** What trouble means for the next try, and for what people see. */
  function settle(board: Board, runner: Runner, trouble: Trouble, batch: BatchBuilder): void {
    const now = nowMs()
    runner.failures += 1
    runner.dueMs = trouble.kind === 'gone' ? Number.POSITIVE_INFINITY : nextTry(runner, trouble, now)
    runner.ended = trouble.kind === 'gone'
    // A budget of our own is spent for what this lane asks; a platform's limit is for whoever asks.
    if (trouble.kind === 'limited' && trouble.code !== 'budget.spent') board.holdAll(runner.dueMs)
    onState({ state: 'disconnected', reason: trouble.code, retryInMs: runner.ended ? 0 : runner.dueMs - now })
    const lastsMs = runner.dueMs - runner.okMs
    if (runner.gapOpen || lastsMs < Math.max(gapAfterMs, 2 * runner.lane.everyMs)) return
    batch.gap = gapOf(runner, trouble, now)
    Object.assign(runner, { gapOpen: true, gapToFill: true })
  }

  function nextTry({ failures }: Runner, { kind, untilMs }: Trouble, now: number): number {
    if (kind === 'limited' && untilMs !== undefined) return untilMs
    return Math.max(now + backoffMs(failures, random(), retry[kind as keyof typeof retry]), untilMs ?? 0)
  }

  return { platform, read }
}

function gapOf({ okMs, ended, lane }: Runner, { code }: Trouble, nowMs: number): Gap {
  const [from, now] = [okMs, nowMs].map((ms) => new Date(ms).toISOString()) as [string, string]
  return { from, to: ended ? now : null, reason: code, state: ended ? 'lost' : 'open', lane: lane.key }
}
