import { routes } from '@hark/contract'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type CallInput, call } from './client.ts'

export type ListeningFilters = NonNullable<CallInput<typeof routes.listening.overview>['query']>
export type PostFilters = Omit<
  NonNullable<CallInput<typeof routes.listening.posts>['query']>,
  'cursor' | 'limit'
>

export const listeningQuery = (filters: ListeningFilters) =>
  queryOptions({
    queryKey: ['listening', filters],
    queryFn: ({ signal }) => call(routes.listening.overview, { query: filters }, signal),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })

export const listeningPostsQuery = (filters: PostFilters) =>
  infiniteQueryOptions({
    queryKey: ['listening', 'posts', filters],
    queryFn: ({ pageParam, signal }) =>
      call(routes.listening.posts, { query: { ...filters, limit: 50, cursor: pageParam } }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
