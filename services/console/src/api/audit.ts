import { routes } from '@hark/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { type CallInput, call } from './client.ts'

export type EntryFilters = Omit<
  NonNullable<CallInput<typeof routes.audit.entries>['query']>,
  'cursor' | 'limit'
>

type Cursor = NonNullable<CallInput<typeof routes.audit.entries>['query']>['cursor']

export const entriesQuery = (filters: EntryFilters) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'entries', filters],
    queryFn: ({ pageParam, signal }) =>
      call(routes.audit.entries, { query: { ...filters, limit: 100, cursor: pageParam } }, signal),
    initialPageParam: undefined as Cursor,
    getNextPageParam: (page): Cursor => (page.next as Cursor | null) ?? undefined,
  })

export const checkpointQuery = queryOptions({
  queryKey: ['audit', 'checkpoint'],
  queryFn: ({ signal }) => call(routes.audit.checkpoint, {}, signal),
  refetchInterval: 30_000,
})

export const exportsQuery = queryOptions({
  queryKey: ['audit', 'exports'],
  queryFn: ({ signal }) => call(routes.audit.exports, {}, signal),
})
