import type { CaseView } from '@hark/contract'
import { routes } from '@hark/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { startTransition, useCallback, useEffect, useState } from 'react'
import { call } from '../../api/client.ts'
import { isIdle } from '../../api/idle.ts'
import { hasCode, Refusal } from '../../api/problem.ts'
import { tabId } from './tab.ts'

type Held = { token: string; until: string }
export type Lease = {
  token: string | null
  until: string | null
  /** Set once a claim this tab held is gone. */
  lost: boolean
  error: unknown
  claim: () => void
  drop: () => void
  claiming: boolean
}

const keyOf = (id: string) => `hark.lease.${id}`
const BEAT_MS = 120_000

/** The claim on a case: kept alive while the tab lives, survives a reload, says when it is lost. */
export function useLease(c: CaseView): Lease {
  const client = useQueryClient()
  const [held, setHeld] = useState<Held | null>(() => stored(c.id))
  const [lost, setLost] = useState(false)
  const keepHeld = useCallback(
    (next: Held | null) => {
      if (next) sessionStorage.setItem(keyOf(c.id), JSON.stringify(next))
      else sessionStorage.removeItem(keyOf(c.id))
      setHeld(next)
    },
    [c.id],
  )
  const claim = useMutation({
    mutationFn: async () => call(routes.cases.claim, { params: { id: c.id }, body: { tab: await tabId() } }),
    onSuccess: ({ token, until }) => {
      keepHeld({ token, until })
      setLost(false)
      void client.invalidateQueries({ queryKey: ['case', c.id] })
      void client.invalidateQueries({ queryKey: ['queue'] })
    },
  })
  const token = held?.token ?? null
  useEffect(() => {
    if (!token) return
    const beat = async () => {
      if (isIdle()) return
      try {
        const { until } = await call(routes.cases.heartbeat, { params: { id: c.id }, body: { token } })
        keepHeld({ token, until })
      } catch (error) {
        if (!(error instanceof Refusal) || error.status < 400 || error.status >= 500) return
        keepHeld(null)
        setLost(hasCode(error, 'case.lease_lost') || hasCode(error, 'case.leased_by_other'))
        void client.invalidateQueries({ queryKey: ['case', c.id] })
      }
    }
    void beat()
    const timer = setInterval(() => void beat(), BEAT_MS)
    // A laptop that slept asks at once, not at the next beat.
    const awake = () => document.visibilityState === 'visible' && void beat()
    document.addEventListener('visibilitychange', awake)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', awake)
    }
  }, [token, c.id, client, keepHeld])
  return {
    token,
    until: held?.until ?? null,
    lost,
    error: claim.error,
    claim: claim.mutate,
    // Behind the next page: a case that is being left is not drawn once more as one without a claim.
    drop: () => startTransition(() => keepHeld(null)),
    claiming: claim.isPending,
  }
}

function stored(id: string): Held | null {
  const held = JSON.parse(sessionStorage.getItem(keyOf(id)) ?? 'null') as Held | null
  return held && held.until > new Date().toISOString() ? held : null
}
