import { type QueuePage, routes } from '@hark/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type CallInput, call } from './client.ts'
import { shownIsSaid } from './shown.ts'

export type QueueFilters = Omit<
  NonNullable<CallInput<typeof routes.cases.queue>['query']>,
  'cursor' | 'limit'
>

const PAGE = 100

/** The queue in pages, refreshed while it is looked at; long scrolls refresh less often. */
export const queueQuery = (filters: QueueFilters) =>
  infiniteQueryOptions({
    queryKey: ['queue', filters],
    queryFn: ({ pageParam, signal }) =>
      call(routes.cases.queue, { query: { ...filters, limit: PAGE, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: QueuePage) => page.next ?? undefined,
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) <= 2 ? 8_000 : 60_000),
  })

const FRESH_MS = 15_000

export const caseQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: async ({ signal }) => {
      await shownIsSaid(id)
      return call(routes.cases.read, { params: { id } }, signal)
    },
    staleTime: FRESH_MS,
  })

/** The next case before its turn: the same content under the same key, and no view of it until it is shown. */
export const aheadQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id],
    queryFn: ({ signal }) => call(routes.cases.ahead, { params: { id } }, signal),
    staleTime: FRESH_MS,
  })

export const historyQuery = (id: string) =>
  queryOptions({
    queryKey: ['case', id, 'history'],
    queryFn: ({ signal }) => call(routes.cases.history, { params: { id } }, signal),
  })
