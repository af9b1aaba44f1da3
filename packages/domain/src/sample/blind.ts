import { type CaseState, type Lane, laneOf, priorityOf } from '../case.ts'
import type { Conclusion } from '../decision.ts'
import { type PriorityFlag, priorityFlags } from '../finding.ts'

/** Whether a case is read blind: nothing of what detection said of a sampled post is shown before the decision on it is signed. */
export const isBlind = (c: { lane: Lane; state: CaseState }): boolean =>
  c.lane === 'sample' && (c.state === 'open' || c.state === 'held' || c.state === 'concluded')

/** Where a sampled post goes that turns out to be one detection missed: as urgent as what the reviewer found in it. */
export function urgencyFound(c: Pick<Conclusion, 'events' | 'special'>): {
  lane: Lane
  priority: PriorityFlag[]
} {
  const serious = c.events.flatMap((e) => e.seriousness)
  const flags = priorityFlags.filter((flag) => serious.some((s) => s === flag))
  const priority = priorityOf(flags, c.special)
  return { lane: laneOf(priority), priority }
}
