import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useWhyNot } from '../../api/session.ts'
import { pendingQuery } from '../../api/signing.ts'
import css from './shell.module.css'

/** How many of your conclusions wait for your signature. */
export function SignTray() {
  const mayNot = useWhyNot('case.sign')
  const pending = useQuery({ ...pendingQuery, enabled: mayNot === null })
  if (mayNot) return null
  const waiting = pending.data?.items.length ?? 0
  return (
    <Link to="/signing" className={css.tray} data-waiting={waiting > 0}>
      To sign ({waiting})
    </Link>
  )
}
