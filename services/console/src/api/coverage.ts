import { routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

const often = 10_000
export const sourcesQuery = queryOptions({
  queryKey: ['sources'],
  queryFn: ({ signal }) => call(routes.coverage.sources, {}, signal),
  refetchInterval: often,
})
export const coverageQuery = (hours: number, source?: string) =>
  queryOptions({
    queryKey: ['coverage', hours, source ?? 'all'],
    queryFn: ({ signal }) => call(routes.coverage.coverage, { query: { hours, source } }, signal),
    refetchInterval: 30_000,
  })
export const balanceQuery = queryOptions({
  queryKey: ['balance'],
  queryFn: ({ signal }) => call(routes.coverage.balance, {}, signal),
  refetchInterval: often,
})
export const quarantineQuery = queryOptions({
  queryKey: ['quarantine'],
  queryFn: ({ signal }) => call(routes.coverage.quarantine, {}, signal),
  refetchInterval: often,
})
export const programmesQuery = queryOptions({
  queryKey: ['programmes'],
  queryFn: ({ signal }) => call(routes.coverage.programmes, {}, signal),
})
export const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: ({ signal }) => call(routes.coverage.platforms, {}, signal),
  staleTime: 300_000,
})
