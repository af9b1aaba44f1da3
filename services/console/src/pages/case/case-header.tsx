import { Link } from '@tanstack/react-router'
import { ClockBar } from '../../parts/clock/clock-bar.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { laneNames, priorityNames } from '../../parts/words/names.ts'
import { lastQueue } from '../queue/search.ts'
import { AwarenessButton } from './awareness-dialog.tsx'
import { CaseActions } from './case-actions.tsx'
import css from './case-page.module.css'
import { useDesk } from './desk.ts'
import { RecomputeButton } from './recompute-dialog.tsx'

const stateNames = {
  open: 'open',
  held: 'on hold',
  concluded: 'concluded, not signed',
  decided: 'decided and signed',
  joined: 'joined into another',
  withdrawn: 'withdrawn: its post was deleted',
}

/** Which case, how urgent, who has it, what can be done with it. */
export function CaseHeader() {
  const { c } = useDesk()
  return (
    <header className={css.header}>
      <div className={css.headLine}>
        <Link to="/queue" search={lastQueue()} aria-label="Back to the queue">
          ‹ Queue
        </Link>
        <h1>
          {c.number} · {c.product}
        </h1>
        <PracticeBadge practice={c.practice} />
        <span className={css.fact}>
          patient: <Words text={c.patient} />
        </span>
        <span className={css.fact}>{laneNames[c.lane]} lane</span>
        <span className={css.fact}>{stateNames[c.state]}</span>
        {c.priority.map((p) => (
          <span key={p} className={css.flag}>
            {priorityNames[p]}
          </span>
        ))}
        {!c.own && <span className={css.fact}>not our product: record and route, never forward as ours</span>}
        <span className={css.grow} />
        <CaseActions />
      </div>
      <div className={css.clocks}>
        {c.clocks.map((clock) => (
          <ClockBar key={clock.kind} clock={clock} full />
        ))}
        <RecomputeButton />
        <AwarenessButton />
      </div>
    </header>
  )
}
