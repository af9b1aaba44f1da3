import { useRouterState } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { leadToHeading } from './lead-to-heading.ts'

const SIGN_IN = 'sign-in'

/**
 * Where somebody came to another page, by a link, a key, an act or the sign-in, the focus goes on to its name.
 * Not on the first page of a visit, nor where only what is shown of it changed. `signedIn` is null until known.
 */
export function useArrival(signedIn: boolean | null): void {
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname })
  const at = useRef<string>(undefined)
  const page = signedIn === false ? SIGN_IN : signedIn ? path : undefined
  useEffect(() => {
    // The bare address only leads on; the sign-in chooses its field itself.
    if (page === undefined || page === '/' || page === at.current) return
    const first = at.current === undefined
    at.current = page
    if (!first && page !== SIGN_IN) return leadToHeading()
  }, [page])
}
