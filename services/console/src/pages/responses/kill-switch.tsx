import { routes } from '@hark/contract'
import { useState } from 'react'
import { call, type Reply } from '../../api/client.ts'
import { useWhyNot } from '../../api/session.ts'
import { useAct } from '../../api/use-act.ts'
import { Instant } from '../../parts/clock/instant.tsx'
import { Words } from '../../parts/post-text/words.tsx'
import { ReasonDialog } from '../../parts/reason/reason-dialog.tsx'
import { Refused } from '../../parts/state/error-state.tsx'
import { ReasonedButton } from '../../parts/state/reasoned-button.tsx'
import css from './responses.module.css'

type Switch = Reply<typeof routes.responses.list>['killSwitches'][number]

/** Stops everything outgoing at once; one person stops, two let go again. */
export function KillSwitch({ switches }: { switches: Switch[] }) {
  const [asking, setAsking] = useState(false)
  const engaged = switches.find((s) => s.engaged)
  const mayNotStop = useWhyNot('kill_switch.engage')
  const mayNotRelease = useWhyNot('kill_switch.release')
  const refresh = [['responses']]
  const stop = useAct({
    run: (reason: string) => call(routes.responses.stop, { body: { scope: 'global', reason } }),
    refresh,
    done: () => setAsking(false),
  })
  const release = useAct({ run: () => call(routes.responses.letGo, { body: { scope: 'global' } }), refresh })
  if (engaged) {
    return (
      <div className={css.stopped} role="status">
        <span>
          <strong>Everything outgoing is stopped</strong>
          {engaged.by && ` by ${engaged.by.printedName}`}, <Instant at={engaged.at} />
          {engaged.reason && (
            <>
              : <Words text={engaged.reason} />
            </>
          )}
          {engaged.releaseAskedBy &&
            ` · ${engaged.releaseAskedBy.printedName} asks to release; a second person must agree.`}
        </span>
        <ReasonedButton
          variant="default"
          why={mayNotRelease}
          onClick={() => release.mutate()}
          loading={release.isPending}
        >
          {engaged.releaseAskedBy ? 'Agree to release' : 'Ask to release'}
        </ReasonedButton>
        <Refused error={release.error} />
      </div>
    )
  }
  return (
    <>
      <ReasonedButton variant="outline" className={css.stop} why={mayNotStop} onClick={() => setAsking(true)}>
        Stop everything outgoing…
      </ReasonedButton>
      <ReasonDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Stop everything outgoing"
        confirm="Stop now"
        onConfirm={stop.mutate}
        error={stop.error}
        busy={stop.isPending}
      >
        Nothing is sent from the moment you confirm. Two people are needed to let it go again.
      </ReasonDialog>
    </>
  )
}
