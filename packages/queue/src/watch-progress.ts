export type ProgressProbe = {
  /** Age in seconds of the longest pending work, from Postgres: the queue itself may be what lost it. 0 when none. */
  oldestPendingSeconds: () => Promise<number>
  /** Rejects while the queue does not answer: then waiting is the right thing to do. */
  ping: () => Promise<void>
  /** How many jobs this process has begun or ended: `RunningWorker.consumed`. */
  consumed: () => number
  limitSeconds: number
  onStall: (stall: { oldestPendingSeconds: number; idleSeconds: number }) => void
  now?: () => number
}

/**
 * Finds the worker that runs, pings and consumes nothing (seen in several BullMQ versions; `isRunning()` stays true).
 * Each `runOnce` looks once; true, and `onStall`, when work is older than the limit, the queue answers, and for as long
 * as the limit no job began or ended here. The owner is meant to log and exit, so that the supervisor starts it afresh.
 */
export function watchProgress(probe: ProgressProbe): { runOnce(): Promise<boolean> } {
  const now = probe.now ?? (() => performance.now())
  let seen = probe.consumed()
  let since = now()

  async function runOnce(): Promise<boolean> {
    const consumed = probe.consumed()
    const oldestPendingSeconds = await probe.oldestPendingSeconds()
    if (consumed !== seen || oldestPendingSeconds <= probe.limitSeconds) {
      seen = consumed
      since = now()
      return false
    }
    const idleSeconds = (now() - since) / 1000
    if (idleSeconds < probe.limitSeconds || !(await answers(probe.ping))) return false
    probe.onStall({ oldestPendingSeconds, idleSeconds })
    return true
  }
  return { runOnce }
}

async function answers(ping: () => Promise<void>): Promise<boolean> {
  try {
    await ping()
    return true
  } catch {
    return false
  }
}
