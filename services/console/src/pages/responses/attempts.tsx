import { type ResponseView, routes } from '@hark/contract'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './responses.module.css'

type Attempt = ResponseView['attempts'][number]
const outcomeNames = { sent: 'sent', not_sent: 'not sent', unknown: 'outcome unknown' }

/** In a platform's words a deletion is by whoever may delete: us there, or a moderator. */
const removedAs = (reason: string): string =>
  ({ deleted: 'deleted', taken_down: 'taken down', hidden: 'hidden by a moderator' })[reason] ?? reason

/** Every sending tried, with the platform's receipt; an unknown outcome is settled by two people, never by machine. */
export function Attempts({ r }: { r: ResponseView }) {
  if (r.attempts.length === 0) return null
  return (
    <>
      <h2>Sending</h2>
      <ol className={css.versions}>
        {r.attempts.map((a) => (
          <li key={a.id}>
            <strong>{a.outcome ? outcomeNames[a.outcome] : 'under way'}</strong>, <Instant at={a.startedAt} />
            {a.reason && ` · ${a.reason}`}
            {a.remoteUrl && /^https?:/.test(a.remoteUrl) && (
              <>
                {' '}
                ·{' '}
                <a href={a.remoteUrl} target="_blank" rel="noreferrer noopener">
                  at the platform ↗
                </a>
              </>
            )}
            {a.removed && (
              <p>
                <strong>public no more</strong>, <Instant at={a.removed.at} /> · the platform says:{' '}
                {removedAs(a.removed.reason)}
              </p>
            )}
            {a.verdicts.map((v) => (
              <p key={v.by.id} className={css.quiet}>
                {v.by.printedName}: {v.verdict}, <Words text={v.reason} />
              </p>
            ))}
            {a.outcome === 'unknown' && r.state === 'unknown' && <Verdict attempt={a} />}
          </li>
        ))}
      </ol>
    </>
  )
}

function Verdict({ attempt }: { attempt: Attempt }) {
  const [asking, setAsking] = useState<'resend' | 'cancel' | null>(null)
  const mayNot = useWhyNot('publication.resolve')
  const resolve = useAct({
    run: (reason: string) =>
      call(routes.responses.resolve, {
        params: { id: attempt.id },
        body: { verdict: asking ?? 'cancel', reason },
      }),
    refresh: [['responses']],
    done: () => setAsking(null),
  })
  return (
    <div className={css.buttons}>
      <span>Look at the platform, then say; two people must say the same:</span>
      <ReasonedButton variant="default" why={mayNot} onClick={() => setAsking('resend')}>
        It is not there: send again
      </ReasonedButton>
      <ReasonedButton variant="default" why={mayNot} onClick={() => setAsking('cancel')}>
        Leave it
      </ReasonedButton>
      <ReasonDialog
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking === 'resend' ? 'Send again' : 'Leave it as it is'}
        confirm="Give verdict"
        onConfirm={resolve.mutate}
        error={resolve.error}
        busy={resolve.isPending}
      />
    </div>
  )
}
