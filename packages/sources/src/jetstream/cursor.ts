import { z } from 'zod'

/**
 * Where a reader stands. `timeUs` survives a change of server; `seq` is exact but belongs to `host` alone
 * (Jetstream cursors are per instance).
 */
export type Position = { timeUs: number; seq: number | null; host: string }

const Stored = z.object({ t: z.int().nonnegative(), seq: z.int().nonnegative().nullable(), host: z.string() })

/** A stored cursor is JSON of our own; a bare number of microseconds is accepted so that an operator can set one. */
export function parseCursor(cursor: string | null): Position | null {
  if (cursor === null) return null
  if (/^\d{16}$/.test(cursor)) return { timeUs: Number(cursor), seq: null, host: '' }
  const { t, seq, host } = Stored.parse(JSON.parse(cursor))
  return { timeUs: t, seq, host }
}

export function formatCursor({ timeUs, seq, host }: Position): string {
  return JSON.stringify({ t: timeUs, seq, host })
}

/** The later of two positions: events of the v1 wire come some milliseconds out of order. */
export function advance(
  position: Position | null,
  event: { timeUs: number; seq: number | null },
  host: string,
): Position {
  const timeUs = Math.max(position?.timeUs ?? 0, event.timeUs)
  const seq =
    event.seq === null ? null : Math.max(position?.host === host ? (position.seq ?? 0) : 0, event.seq)
  return { timeUs, seq, host }
}

/**
 * The `cursor` parameter to resume with: the exact sequence number where the server is the same one, else the
 * time, rewound because servers differ by seconds and v1 drops events where replay meets live.
 */
export function resumeAt(position: Position, host: string, rewindMs: number): number {
  if (position.seq !== null && position.host === host) return position.seq
  return Math.max(0, position.timeUs - rewindMs * 1000)
}
