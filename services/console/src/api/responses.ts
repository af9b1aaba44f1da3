import { routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

/** All replies; the board sorts them into columns. Holds and sendings move by themselves, so it is read often. */
export const responsesQuery = queryOptions({
  queryKey: ['responses', 'list'],
  queryFn: ({ signal }) => call(routes.responses.list, { query: { limit: 500 } }, signal),
  refetchInterval: 10_000,
})

export const responseQuery = (id: string) =>
  queryOptions({
    queryKey: ['responses', id],
    queryFn: ({ signal }) => call(routes.responses.read, { params: { id } }, signal),
    refetchInterval: 10_000,
  })

export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: ({ signal }) => call(routes.responses.templates, {}, signal),
  staleTime: 5 * 60_000,
})
