import { routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

/** Your conclusions that wait for your signature, and which factors the next signature needs. */
export const pendingQuery = queryOptions({
  queryKey: ['signing'],
  queryFn: ({ signal }) => call(routes.signing.pending, {}, signal),
  refetchInterval: 60_000,
})
