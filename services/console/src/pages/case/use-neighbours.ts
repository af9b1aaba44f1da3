import type { CaseSummary } from '@hark/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { queueQuery } from '../../api/cases.ts'
import { filtersOf, lastQueue } from '../queue/search.ts'

type Around = { next: string | null; previous: string | null }

/** The cases before and after this one in the queue it was opened from. */
export function useNeighbours(id: string) {
  const navigate = useNavigate()
  const queue = useInfiniteQuery(queueQuery(filtersOf(lastQueue())))
  // Remembered: once concluded, a case is gone from the refreshed list, its neighbours are not.
  const found = useRef<Around | null>(null)
  const items = queue.data?.pages.flatMap((page) => page.items)
  found.current = (items && around(items, id)) ?? found.current
  const next = found.current ? found.current.next : (items?.find((item) => isFree(item, id))?.id ?? null)
  const previous = found.current?.previous ?? null
  const go = (to: string | null, work = false) =>
    void (to
      ? navigate({ to: '/cases/$id', params: { id: to }, search: work ? { work: true } : {} })
      : navigate({ to: '/queue', search: lastQueue() }))
  return { next, previous, go }
}

const isFree = (item: CaseSummary, not: string): boolean =>
  item.id !== not && item.state === 'open' && (!item.lease || item.lease.mine)

/** The next free case below; past the end of the list, the most urgent free one. */
function around(items: CaseSummary[], id: string): Around | null {
  const at = items.findIndex((item) => item.id === id)
  if (at < 0) return null
  const next = [...items.slice(at + 1), ...items.slice(0, at)].find((item) => isFree(item, id))
  return { next: next?.id ?? null, previous: items[at - 1]?.id ?? null }
}
