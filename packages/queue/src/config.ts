import type { Metrics } from '@hark/runtime'

export type QueueConfig = {
  /** Given: Redis through ioredis. Absent: BullMQ's own PostgreSQL backend on `postgresUrl`. */
  redisUrl?: string | undefined
  postgresUrl?: string | undefined
  /** Keys begin with it in Redis; in Postgres the schema is `<prefix>_queue`. */
  prefix: string
  /** May create the Postgres schema, at start and again after its loss. Only the process whose role owns it. */
  prepare?: boolean
  /** Every connection error and every failed job, `where` it happened. Never swallowed: wire it to the logger. */
  onError: (error: unknown, where: string) => void
  metrics?: Metrics
  timing?: Partial<Timing>
}

/** Milliseconds. The defaults are meant for production; tests of what happens after a timeout shorten them. */
export type Timing = {
  /** A worker that does not renew its lock this long is presumed dead … */
  lockMs: number
  /** … and found at the second of two looks this far apart. */
  stalledEveryMs: number
  /** How long an idle worker waits before it looks by itself: bounds the harm of a lost wake-up. */
  idleMs: number
  /** A connection silent this long with an answer outstanding is given up. Longer than any blocking read. */
  silenceMs: number
  /** A producer or a probe that got no answer by now fails. */
  answerMs: number
  /** The longest wait between two tries to reconnect. */
  reconnectMs: number
}

const defaults: Timing = {
  lockMs: 60_000,
  stalledEveryMs: 30_000,
  idleMs: 2_000,
  silenceMs: 15_000,
  answerMs: 5_000,
  reconnectMs: 2_000,
}

export function timingOf(config: QueueConfig): Timing {
  return { ...defaults, ...config.timing }
}

export function assertPrefix(prefix: string): void {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(prefix)) {
    throw new RangeError(
      'A queue prefix is lower-case letters, digits and underscores, and starts with a letter.',
    )
  }
}
