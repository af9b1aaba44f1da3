import type { CaseSummary } from '@hark/contract'
import type { ClockRow, SummaryRow } from '@hark/db'
import { caseNumber, isBlind } from '@hark/domain'
import { viewClock } from './clock.ts'

/** One case of a list, as `viewer` sees it. */
export function viewSummary(row: SummaryRow & { clock: ClockRow | null }, viewer: string): CaseSummary {
  const { lease, clock, number, priority, special, seriousness, ...same } = row
  return {
    ...same,
    ...(isBlind(row) ? { score: null, threshold: null } : {}),
    number: caseNumber(number),
    priority: priority as CaseSummary['priority'],
    special: special as CaseSummary['special'],
    seriousness: seriousness as CaseSummary['seriousness'],
    clock: clock && viewClock(clock),
    lease: lease && {
      by: { id: lease.by, username: lease.username, printedName: lease.printedName },
      until: lease.until,
      mine: lease.by === viewer,
    },
  }
}
