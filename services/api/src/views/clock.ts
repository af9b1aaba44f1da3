import type { ClockView } from '@hark/contract'
import type { ClockRow } from '@hark/db'

export function viewClock(c: ClockRow): ClockView {
  const { kind, anchor, anchorAt, zone, day0, dueAt, state, reason } = c
  return { kind, anchor, anchorAt, zone, day0, dueAt, state, reason }
}
