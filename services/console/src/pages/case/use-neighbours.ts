import type { QueuePage } from '@hark/contract'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { caseQuery } from '../../api/cases.ts'
import { lastQueue } from '../queue/search.ts'

/** The cases before and after this one in the queue it was opened from; the next is fetched ahead. */
export function useNeighbours(id: string) {
  const client = useQueryClient()
  const navigate = useNavigate()
  // Remembered: once concluded, a case is gone from the refreshed list, its neighbours are not.
  const found = useRef<{ next: string | null; previous: string | null }>({ next: null, previous: null })
  const around = neighboursIn(client.getQueriesData<InfiniteData<QueuePage>>({ queryKey: ['queue'] }), id)
  if (around) found.current = around
  const { next, previous } = found.current
  useEffect(() => {
    if (next) void client.prefetchQuery(caseQuery(next))
  }, [next, client])
  const go = (to: string | null, work = false) =>
    void (to
      ? navigate({ to: '/cases/$id', params: { id: to }, search: work ? { work: true } : {} })
      : navigate({ to: '/queue', search: lastQueue() }))
  return { next, previous, go }
}

type Cached = [unknown, InfiniteData<QueuePage> | undefined][]

function neighboursIn(cached: Cached, id: string) {
  for (const [, data] of cached.toReversed()) {
    const items = data?.pages.flatMap((page) => page.items) ?? []
    const at = items.findIndex((item) => item.id === id)
    if (at < 0) continue
    const free = items.slice(at + 1).find((item) => item.state === 'open' && (!item.lease || item.lease.mine))
    return { next: free?.id ?? items[at + 1]?.id ?? null, previous: items[at - 1]?.id ?? null }
  }
  return null
}
