import { Button } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../api/session.ts'
import { spanText } from '../clock/due-text.ts'
import { useNow } from '../clock/use-now.ts'
import css from './shell.module.css'

const EVERY_MS = 90 * 60_000

/** After each hour and a half of a session, one quiet line: a pause helps. It never blocks and never counts. */
export function PauseReminder() {
  const { openedAt } = useSession()
  const now = useNow()
  const worked = now - Date.parse(openedAt)
  const due = Math.floor(worked / EVERY_MS)
  const [seen, setSeen] = useState(0)
  if (due < 1 || seen >= due) return null
  return (
    <span className={css.pause}>
      You have been signed in for {spanText(worked)}. A short pause helps.
      <Button variant="subtle" size="compact-xs" onClick={() => setSeen(due)}>
        Thanks
      </Button>
    </span>
  )
}
