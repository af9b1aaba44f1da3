import type { SessionView } from '@hark/contract'
import { deploymentWords } from './deployment-words.ts'
import { PauseReminder } from './pause-reminder.tsx'
import css from './shell.module.css'

/** Says at all times whether this is invented, whether people are being listened to, and whether anything can leave. */
export function DeploymentBand({ deployment }: { deployment: SessionView['deployment'] }) {
  const practice = deployment.kind === 'practice'
  return (
    <section className={practice ? css.band : `${css.band} ${css.live}`} aria-label="Deployment">
      <strong>{practice ? 'Practice' : 'Production'}</strong>
      {deploymentWords(deployment).map((sentence) => (
        <span key={sentence}>{sentence}</span>
      ))}
      <PauseReminder />
    </section>
  )
}
