import type { ClockView } from '@hark/contract'
import { clockNames } from '@hark/domain'
import css from './clock-bar.module.css'
import { clockState, dueText, instantText, leftText, urgencyWords } from './due-text.ts'
import { useNow } from './use-now.ts'

/** Time left as words and as a thin bar; late is never hidden. */
export function ClockBar({ clock, full = false }: { clock: ClockView; full?: boolean }) {
  const now = useNow()
  if (clock.state !== 'running') return <StoppedClock clock={clock} />
  const { urgency, left } = clockState(clock, now)
  return (
    <div
      className={css.clock}
      data-urgency={urgency}
      title={`${instantText(clock.dueAt, 'UTC')} · ${clock.anchor}`}
    >
      {full && <span className={css.name}>{clockNames[clock.kind]}</span>}
      <span className={css.text}>{full ? dueText(clock, now) : leftText(clock.dueAt, now)}</span>
      <Bar left={left} label={`${clockNames[clock.kind]}: ${urgencyWords[urgency]}`} />
    </div>
  )
}

function Bar({ left, label }: { left: number; label: string }) {
  return (
    <svg className={css.bar} viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect className={css.track} width="100" height="4" />
      <rect className={css.left} width={left === 0 ? 100 : left * 100} height="4" />
    </svg>
  )
}

function StoppedClock({ clock }: { clock: ClockView }) {
  return (
    <div className={css.clock} data-urgency="far">
      <span className={css.name}>{clockNames[clock.kind]}</span>
      <span className={css.text}>
        {clock.state}
        {clock.reason ? ` · ${clock.reason}` : ''}
      </span>
    </div>
  )
}
