import { type HandoffView, routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

export const handoffsQuery = (state?: HandoffView['state']) =>
  queryOptions({
    queryKey: ['handoffs', state ?? 'all'],
    queryFn: ({ signal }) => call(routes.handoffs.list, { query: { state, limit: 500 } }, signal),
    refetchInterval: 15_000,
  })
