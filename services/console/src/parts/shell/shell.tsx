import { useQuery } from '@tanstack/react-query'
import { sessionQuery } from '../../api/session.ts'
import { SignIn } from '../../pages/sign-in/sign-in.tsx'
import { Receipts } from '../receipt/receipts.tsx'
import { ErrorState } from '../state/error-state.tsx'
import { Pending } from '../state/pending.tsx'
import { Accountability } from './accountability.tsx'
import { DeploymentBand } from './deployment-band.tsx'
import { GlobalKeys } from './global-keys.tsx'
import { Permitted } from './permitted.tsx'
import css from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useArrival } from './use-arrival.ts'

/** The gate and the frame: signed out, the sign-in stands where the page was, at the page's own address. */
export function Shell() {
  const session = useQuery(sessionQuery)
  useArrival(session.data === undefined ? null : session.data !== null)
  if (session.data === undefined) {
    return session.isError ? (
      <ErrorState error={session.error} retry={() => void session.refetch()} />
    ) : (
      <Pending label="Opening Hark" />
    )
  }
  if (session.data === null) return <SignIn />
  return (
    <div className={css.shell}>
      <a className={css.skip} href="#main">
        Skip to the page
      </a>
      <DeploymentBand deployment={session.data.deployment} />
      <TopBar />
      <main id="main" className={css.main} tabIndex={-1}>
        <Permitted />
      </main>
      <GlobalKeys />
      <Accountability />
      <Receipts />
    </div>
  )
}
