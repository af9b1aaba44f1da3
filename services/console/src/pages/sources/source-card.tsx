import { routes, type SourceView } from '@hark/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { agoText } from '../../parts/clock/due-text.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { useNow } from '../../parts/clock/use-now.ts'
import { PracticeBadge } from '../../parts/practice/practice-badge.tsx'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import { platformName } from '../../parts/words/names.ts'
import { counted, number } from '../../parts/words/numbers.ts'
import { Notice } from './notice.tsx'
import { Policy } from './policy.tsx'
import css from './sources.module.css'

/** One source: how it goes, what it brought today, under which terms. */
export function Source({ source: s }: { source: SourceView }) {
  const now = useNow()
  const { offered, unmatched, duplicate, stored, rejected } = s.today
  return (
    <article className={css.source} aria-label={s.name}>
      <header className={css.head}>
        <h2>{s.name}</h2>
        <PracticeBadge practice={s.practice} />
        <span data-state={s.state} className={css.stateName}>
          {s.state}
        </span>
        <span className={css.quiet}>
          {platformName(s.platform)} · {s.programme.name}
        </span>
        <span className={css.grow} />
        <SourceActions source={s} />
      </header>
      <p>
        {s.lastSuccessAt ? `last heard ${agoText(s.lastSuccessAt, now)}` : 'nothing heard yet'}
        {s.openGaps > 0 && <strong className={css.bad}> · {counted(s.openGaps, 'open gap')}</strong>}
      </p>
      {s.lastPushAt && <p className={css.quiet}>last pushed {agoText(s.lastPushAt, now)}</p>}
      {s.notices.map((notice) => (
        <Notice key={notice.kind} notice={notice} />
      ))}
      {s.lastError && <p className={css.bad}>{s.lastError}</p>}
      <p>
        Today: <strong>{number(offered)}</strong> offered = {number(unmatched)} unmatched +{' '}
        {number(duplicate)} duplicate + {number(stored)} stored + {number(rejected)} rejected
      </p>
      <p className={css.quiet}>
        {s.acknowledgedBy ? (
          <>
            Terms accepted by {s.acknowledgedBy}, <Instant at={s.acknowledgedAt} />
          </>
        ) : s.practice ? (
          'Invented posts: no terms to accept'
        ) : (
          'Nobody has accepted the terms'
        )}
      </p>
      <details>
        <summary>What the terms allow</summary>
        <Policy policy={s.policy} />
      </details>
    </article>
  )
}

function SourceActions({ source }: { source: SourceView }) {
  const [asking, setAsking] = useState<'pause' | 'end' | null>(null)
  const mayNot = useWhyNot('sources.change')
  const params = { id: source.id }
  const refresh = [['sources'], ['coverage']]
  const pause = useAct({
    run: (reason: string) => call(routes.coverage.pause, { params, body: { reason } }),
    refresh,
    done: () => setAsking(null),
  })
  const end = useAct({
    run: (reason: string) => call(routes.coverage.end, { params, body: { reason } }),
    refresh: [...refresh, ['session']],
    done: () => setAsking(null),
  })
  const resume = useAct({ run: () => call(routes.coverage.resume, { params, body: {} }), refresh })
  return (
    <>
      {(source.state === 'running' || source.state === 'paused') && (
        // One button, so that who paused stands where it is resumed.
        <ReasonedButton
          variant="default"
          why={mayNot}
          onClick={() => (source.state === 'running' ? setAsking('pause') : resume.mutate())}
          loading={resume.isPending}
        >
          {source.state === 'running' ? 'Pause…' : 'Resume'}
        </ReasonedButton>
      )}
      {source.state !== 'ended' && (
        <ReasonedButton variant="default" why={mayNot} onClick={() => setAsking('end')}>
          End…
        </ReasonedButton>
      )}
      <Refused error={resume.error} />
      <ReasonDialog
        opened={asking === 'end'}
        onClose={() => setAsking(null)}
        title={`End ${source.name}`}
        confirm="End it"
        onConfirm={end.mutate}
        error={end.error}
        busy={end.isPending}
      >
        Nothing more is read. What it brought stays, under its terms; a gap that was still to be read back is
        lost. It listens again only when somebody adds it anew and accepts the terms.
      </ReasonDialog>
      <ReasonDialog
        opened={asking === 'pause'}
        onClose={() => setAsking(null)}
        title={`Pause ${source.name}`}
        confirm="Pause"
        onConfirm={pause.mutate}
        error={pause.error}
        busy={pause.isPending}
      >
        What is not heard from now on is recorded as a gap.
      </ReasonDialog>
    </>
  )
}
