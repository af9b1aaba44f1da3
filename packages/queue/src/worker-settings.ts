import type { WorkerOptions } from 'bullmq'
import type { Timing } from './config.ts'

/** Settings of every worker, on either backend. */
export function workerSettings(timing: Timing, concurrency: number): Omit<WorkerOptions, 'connection'> {
  return {
    autorun: false,
    concurrency,
    lockDuration: timing.lockMs,
    stalledInterval: timing.stalledEveryMs,
    maxStalledCount: 2,
    drainDelay: timing.idleMs / 1000,
    // BullMQ's default of 15 s is how long a worker sleeps after one refused connection.
    runRetryDelay: timing.reconnectMs,
    removeOnComplete: { count: 0 },
    removeOnFail: failedJobsKept,
  }
}

/** Failed jobs are kept for people to look at, not as the record: that is the quarantine in Postgres. */
export const failedJobsKept = { age: 7 * 24 * 3600, count: 1_000 }

type Fetching = { moveToActive(token: string, name?: string): Promise<unknown[]> }

/**
 * Slows a worker whose fetches fail: BullMQ pauses only after ECONNREFUSED and tries again at once after anything else
 * (a connection reset, a table that is gone), which burns a processor and floods the log.
 */
export function paceFailures<B extends object>(backend: B, pauseMs: number): B {
  const fetching = backend as unknown as Fetching
  const moveToActive = fetching.moveToActive.bind(backend)
  fetching.moveToActive = async (token, name) => {
    try {
      return await moveToActive(token, name)
    } catch (error) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
      throw error
    }
  }
  return backend
}
