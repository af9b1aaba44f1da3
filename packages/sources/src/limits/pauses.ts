import { Trouble } from '../trouble.ts'

/** Until when nothing is to be asked, ms since 1970, by a name; kept where a restart and other sources of the same key find it. */
export type Pauses = {
  until(name: string): Promise<number>
  hold(name: string, untilMs: number): Promise<void>
}

/** For tests, and a look without a database: forgotten with the process. */
export function pausesInMemory(): Pauses {
  const kept = new Map<string, number>()
  return {
    until: async (name) => kept.get(name) ?? 0,
    hold: async (name, untilMs) => void kept.set(name, Math.max(untilMs, kept.get(name) ?? 0)),
  }
}

/** A hostile answer cannot silence a source for longer. */
export const longestPauseMs = 24 * 3_600_000

export type Held = { pauses: Pauses; name: string; code: string; nowMs: () => number }

/** Asks nothing while `name` is held back, and holds it back for all when the answer is "limited" until some time. */
export async function heldBack<T>({ pauses, name, code, nowMs }: Held, ask: () => Promise<T>): Promise<T> {
  const untilMs = await pauses.until(name)
  if (nowMs() < untilMs) throw new Trouble('limited', code, untilMs)
  try {
    return await ask()
  } catch (error) {
    // A budget of our own keeps its own time.
    if (
      error instanceof Trouble &&
      error.kind === 'limited' &&
      error.untilMs &&
      error.code !== 'budget.spent'
    )
      await pauses.hold(name, Math.min(error.untilMs, nowMs() + longestPauseMs))
    throw error
  }
}
