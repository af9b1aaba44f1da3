import { setTimeout as pause } from 'node:timers/promises'

/**
 * Asks again and again until the answer is true, or rejects after `deadlineMs` with `what` and whatever `explain` knows: tests wait
 * for facts, not for time. A question that fails counts as "not yet": servers under test go away.
 */
export async function until(
  what: string,
  asked: () => unknown,
  deadlineMs: number,
  explain: () => unknown = () => '',
): Promise<void> {
  const endsAt = performance.now() + deadlineMs
  let last: unknown
  while (performance.now() < endsAt) {
    try {
      last = await asked()
      if (last) return
    } catch (error) {
      last = error
    }
    await pause(25)
  }
  throw new Error(`Not within ${deadlineMs / 1000} s: ${what}. Last: ${String(last)}. ${await explain()}`)
}
