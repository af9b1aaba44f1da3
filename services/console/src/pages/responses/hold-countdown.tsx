import { spanText, timeText } from '../../parts/clock/due-text.ts'
import { useNow } from '../../parts/clock/use-now.ts'
import css from './responses.module.css'

/** How long a signed reply can still be withdrawn. */
export function HoldCountdown({ until, byHand = false }: { until: string; byHand?: boolean }) {
  const left = Date.parse(until) - useNow('fast')
  return (
    <span className={css.hold}>
      {left > 0
        ? `${byHand ? 'released' : 'leaves'} in ${exact(left)} (${timeText(until)}) · can be withdrawn`
        : byHand
          ? 'hold is over; waits for a person'
          : 'hold is over; being sent'}
    </span>
  )
}

const exact = (ms: number): string =>
  ms < 3_600_000
    ? `${Math.floor(ms / 60_000)}:${String(Math.floor((ms % 60_000) / 1000)).padStart(2, '0')}`
    : spanText(ms)
