import { z } from 'zod'
import type { Gap } from '../source.ts'

/** A stretch of the stream nobody can have again, to be read back by search. `sinceMs`: when it was found missing. */
export const Missing = z.object({
  lane: z.string(),
  fromMs: z.number(),
  toMs: z.number(),
  sinceMs: z.number(),
})
export type Missing = z.infer<typeof Missing>

const prefix = 'search:'

/** The gap as it is opened where search reads it back: it has a lane of its own, to be filled or lost by. */
export function toReadBack(gap: Gap): Gap {
  return { ...gap, state: 'open', lane: `${prefix}${gap.from}` }
}

/** What a gap leaves to be searched for; null where nothing is read back by search. */
export function missingOf(gap: Gap, nowMs: number): Missing | null {
  const [fromMs, toMs] = [Date.parse(gap.from), Date.parse(gap.to ?? '')]
  if (gap.state !== 'open' || !gap.lane?.startsWith(prefix) || Number.isNaN(fromMs + toMs)) return null
  return { lane: gap.lane, fromMs, toMs, sinceMs: nowMs }
}
