import type { CaseSummary } from '@hark/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { aheadQuery, queueQuery } from '../../api/cases.ts'
import { useWhyNot } from '../../api/session.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { useTitle } from '../../parts/shell/use-title.ts'
import { ErrorState } from '../../parts/state/error-state.tsx'
import { Pending } from '../../parts/state/pending.tsx'
import { CaseList } from './case-list.tsx'
import { Filters } from './filters.tsx'
import { LaneList } from './lane-list.tsx'
import { Preview } from './preview.tsx'
import css from './queue.module.css'
import { QueueEmpty } from './queue-empty.tsx'
import { filtersOf, keepQueue, type QueueSearch } from './search.ts'

/** What waits for a person: lanes, the list, the chosen case beside it. All of it is in the address. */
export function QueuePage() {
  useTitle('Queue')
  const search = useSearch({ from: '/queue' })
  const navigate = useNavigate()
  const queue = useInfiniteQuery({ ...queueQuery(filtersOf(search)), placeholderData: (old) => old })
  const items = useMemo(() => {
    const seen = new Set<string>()
    const all = queue.data?.pages.flatMap((page) => page.items) ?? []
    return all.filter((item) => !seen.has(item.id) && seen.add(item.id))
  }, [queue.data])
  const head = queue.data?.pages[0]
  const index = Math.max(
    0,
    items.findIndex((item) => item.id === search.case),
  )
  const chosen = items[index]

  const change = (part: Partial<QueueSearch>) =>
    void navigate({ to: '/queue', search: { ...search, ...part }, replace: true })
  const choose = (at: number) => {
    const item = items[Math.max(0, Math.min(items.length - 1, at))]
    if (item) change({ case: item.id })
  }
  const open = (id = chosen?.id) =>
    id && void navigate({ to: '/cases/$id', params: { id }, search: { work: true } })

  useEffect(() => keepQueue(search), [search])
  useBelowAhead(items[index + 1])
  useKeys({ j: () => choose(index + 1), k: () => choose(index - 1), enter: () => open() })

  return (
    <div className={css.page}>
      <h1 className={css.title}>Queue</h1>
      <LaneList head={head} search={search} change={change} />
      <section className={css.middle} aria-label="Cases">
        <Filters head={head} search={search} change={change} />
        {queue.isError && !head && <ErrorState error={queue.error} retry={() => void queue.refetch()} />}
        {queue.isPending && <Pending rows={10} />}
        {head && items.length === 0 && <QueueEmpty search={search} change={change} />}
        {items.length > 0 && (
          <CaseList
            items={items}
            chosen={index}
            stale={queue.isError}
            onChoose={choose}
            onOpen={open}
            more={queue.hasNextPage && !queue.isFetchingNextPage ? () => void queue.fetchNextPage() : null}
          />
        )}
      </section>
      <Preview id={chosen?.id ?? null} onOpen={() => open()} />
    </div>
  )
}

/** The case below the chosen one is at hand when `j` is pressed. */
function useBelowAhead(below: CaseSummary | undefined) {
  const client = useQueryClient()
  const mayWork = useWhyNot('case.work') === null
  const id = mayWork && below?.state === 'open' && (!below.lease || below.lease.mine) ? below.id : null
  useEffect(() => {
    if (id) void client.prefetchQuery(aheadQuery(id))
  }, [id, client])
}
