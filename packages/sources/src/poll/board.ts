import { z } from 'zod'
import type { Lane, Page } from './lane.ts'

/** What is remembered of a lane between processes. */
const Kept = z.object({ at: z.string().nullable(), okMs: z.number(), ended: z.boolean().default(false) })
const Cursor = z.record(z.string(), Kept)

/** A lane at work. `okMs`: when it was last read through to now. */
export type Runner = {
  lane: Lane
  cursor: string | null
  okMs: number
  ended: boolean
  dueMs: number
  failures: number
  /** A walk in progress; null between walks. */
  walk: AsyncGenerator<Page, void> | null
  /** Its present trouble is reported as a gap. */
  gapOpen: boolean
  /** A gap may be open that the next catching up fills: the reported one, or one from before this process began. */
  gapToFill: boolean
}

/** Every lane of a source and whose turn it is. */
export class Board {
  readonly #runners = new Map<string, Runner>()
  #kept: z.infer<typeof Cursor>

  constructor(cursor: string | null) {
    this.#kept = parse(cursor)
  }

  /** Takes up new lanes; lanes no longer listed stop, and their place is kept for when they come back. */
  async list(lanes: readonly Lane[], nowMs: number): Promise<void> {
    const wanted = new Set(lanes.map(({ key }) => key))
    for (const [key, runner] of this.#runners) {
      if (wanted.has(key)) continue
      await this.stop(runner)
      this.#kept[key] = keep(runner)
      this.#runners.delete(key)
    }
    for (const lane of lanes) {
      const known = this.#runners.get(lane.key)
      if (known) known.lane = lane
      else this.#runners.set(lane.key, this.#begin(lane, nowMs))
    }
  }

  #begin(lane: Lane, nowMs: number): Runner {
    const { at = null, okMs = nowMs, ended = false } = this.#kept[lane.key] ?? {}
    return {
      lane,
      cursor: at,
      okMs,
      ended,
      dueMs: 0,
      failures: 0,
      walk: null,
      gapOpen: false,
      gapToFill: at !== null,
    }
  }

  /** The lane longest overdue; null when all have ended. */
  next(): Runner | null {
    const working = [...this.#runners.values()].filter(({ ended }) => !ended)
    return working.reduce<Runner | null>((a, b) => (a === null || b.dueMs < a.dueMs ? b : a), null)
  }

  /** The source is held back as a whole: its credentials, its address, its allowance. */
  holdAll(untilMs: number): void {
    for (const runner of this.#runners.values()) runner.dueMs = Math.max(runner.dueMs, untilMs)
  }

  async stop(runner: Runner): Promise<void> {
    const { walk } = runner
    runner.walk = null
    await walk?.return().catch(() => undefined)
  }

  async stopAll(): Promise<void> {
    for (const runner of this.#runners.values()) await this.stop(runner)
  }

  format(): string {
    const now = [...this.#runners].map(([key, runner]) => [key, keep(runner)])
    return JSON.stringify({ ...this.#kept, ...Object.fromEntries(now) })
  }
}

const keep = ({ cursor, okMs, ended }: Runner) => ({ at: cursor, okMs, ended })

/** A cursor that cannot be read starts the source anew: what is stored already counts as duplicate. */
function parse(cursor: string | null): z.infer<typeof Cursor> {
  if (cursor === null) return {}
  try {
    return Cursor.parse(JSON.parse(cursor))
  } catch {
    return {}
  }
}
