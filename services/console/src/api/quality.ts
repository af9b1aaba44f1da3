import { routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

export const samplesQuery = queryOptions({
  queryKey: ['quality', 'samples'],
  queryFn: ({ signal }) => call(routes.quality.samples, {}, signal),
  refetchInterval: 30_000,
})
