/** Minutes from each failed try to the next; after the last of them it is given up. */
const waits = [1, 5, 30, 180, 720] as const

/** When to ask again for what a post answers, after so many failed tries; null when it is given up. */
export function nextContextTry(tries: number, now: Date): Date | null {
  const minutes = waits[tries - 1]
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000)
}

/** How asking for what a post answers or quotes went so far: `reason` a code, `nextAt` null once it is given up. */
export type ContextTries = { tries: number; nextAt: string | null; reason: string | null }

/** The platform answered, and what was asked for was not in it. */
export const notShown = 'context.not_shown'

/** Why the words before a post are missing: a sentence for whoever has to judge without them. */
export function contextStory({ tries, nextAt, reason }: ContextTries): string {
  if (tries === 0) return 'What this answers or quotes is not here.'
  const why =
    reason === notShown ? 'the platform does not show it' : `the platform could not be asked (${reason})`
  if (nextAt !== null) return `What this answers or quotes is not here yet: ${why}. It is asked for again.`
  return `What this answers or quotes is not available: ${why}${tries > 1 ? `, tried ${tries} times` : ''}.`
}
