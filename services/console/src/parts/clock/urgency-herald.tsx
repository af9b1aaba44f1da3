import type { ClockView } from '@hark/contract'
import { clockNames } from '@hark/domain'
import { VisuallyHidden } from '@mantine/core'
import { clockState, leftText } from './due-text.ts'
import { useNow } from './use-now.ts'

/** Tells a screen reader when the nearest clock changes its urgency: the words change only then. */
export function UrgencyHerald({ clock }: { clock: ClockView | null }) {
  const now = useNow()
  if (clock?.state !== 'running') return null
  const { urgency } = clockState(clock, now)
  return (
    <VisuallyHidden role="status" aria-live="polite">
      <Words key={urgency} clock={clock} urgency={urgency} at={now} />
    </VisuallyHidden>
  )
}

function Words({ clock, urgency, at }: { clock: ClockView; urgency: string; at: number }) {
  if (urgency === 'far') return null
  const text = urgency === 'late' ? 'is late' : leftText(clock.dueAt, Math.floor(at / 600_000) * 600_000)
  return `${clockNames[clock.kind]}: ${text}`
}
