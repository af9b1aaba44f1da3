import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `run`, waits `ms` after it has ended, runs it again, until `signal` aborts; never overlaps itself.
 * Resolves once the last run has ended. A failed run is given to `onError` and the loop goes on.
 */
export async function runEvery(
  ms: number,
  run: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await run(signal)
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await pause(ms, signal)
  }
}

/** Waits, or returns early once aborted: a stop is not an error. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
