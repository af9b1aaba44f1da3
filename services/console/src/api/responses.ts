import { routes } from '@hark/contract'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

/** All replies; the board sorts them into columns. Holds and sendings move by themselves, so it is read often. */
export const responsesQuery = queryOptions({
  queryKey: ['responses', 'list'],
  queryFn: ({ signal }) => call(routes.responses.list, { query: { limit: 500 } }, signal),
  refetchInterval: 10_000,
})

/** Posts PV released that wait for a draft. */
export const waitingQuery = queryOptions({
  queryKey: ['responses', 'waiting'],
  queryFn: ({ signal }) => call(routes.responses.waiting, {}, signal),
  refetchInterval: 10_000,
})

/** Read once for each time the page is opened: every reading is an entry. */
export const releaseQuery = (id: string) =>
  queryOptions({
    queryKey: ['releases', id],
    // Not aborted by a page that is mounted twice: the server would have written each of them down.
    queryFn: () => call(routes.responses.released, { params: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 5_000,
    refetchOnWindowFocus: false,
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
