import type { SessionView } from '@hark/contract'
import { PauseReminder } from './pause-reminder.tsx'
import css from './shell.module.css'

/** Says at all times whether this is invented, whether people are being listened to, and whether anything can leave. */
export function DeploymentBand({ deployment }: { deployment: SessionView['deployment'] }) {
  const practice = deployment.kind === 'practice'
  return (
    <section className={practice ? css.band : `${css.band} ${css.live}`} aria-label="Deployment">
      <strong>{practice ? 'Practice' : 'Production'}</strong>
      <span>{practice ? 'Invented posts about invented medicines.' : 'Real posts of real people.'}</span>
      <span>{deployment.live ? 'Listening live.' : 'Not listening to real people.'}</span>
      <span>
        {deployment.listenOnly ? 'Listen-only: replies cannot leave.' : 'Signed replies can leave.'}
      </span>
      <PauseReminder />
    </section>
  )
}
