import { z } from 'zod'
import { parseCursor } from './cursor.ts'
import { Missing } from './missing.ts'

/** Where the readers of one source stand: the stream, by its own cursor, and those beside it. */
export type Standing = { stream: string | null; others: Record<string, string | null>; missing: Missing[] }

const Beside = z.object({
  others: z.record(z.string(), z.string().nullable()).default({}),
  missing: z.array(Missing).default([]),
})
const Stored = z.looseObject({ beside: Beside })

/**
 * Reads what is stored. The stream's cursor stays as it always was, and what others know stands within it: a cursor from before there
 * were others reads the same, and a reader that knows of none finds its place in one that has them.
 */
export function parseStanding(cursor: string | null): Standing {
  const none: Standing = { stream: cursor, others: {}, missing: [] }
  if (cursor === null || !cursor.startsWith('{')) return none
  const stored = Stored.safeParse(JSON.parse(cursor))
  if (!stored.success) return none
  const { beside, ...stream } = stored.data
  const begun = 't' in stream
  return { stream: begun ? JSON.stringify(stream) : null, ...beside }
}

export function formatStanding({ stream, others, missing }: Standing): string | null {
  const beside = { others, missing }
  if (Object.keys(others).length + missing.length === 0) return stream
  const place = parseCursor(stream)
  return JSON.stringify({
    ...(place && { t: place.timeUs, seq: place.seq, host: place.host }),
    beside,
  })
}
