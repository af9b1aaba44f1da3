import { routes } from '@hark/contract'
import type { Coding, Span } from '@hark/domain'
import { queryOptions } from '@tanstack/react-query'
import { call } from './client.ts'

/** What words of a post may mean. A stored post never changes, so this does not either while the page is open. */
export const conceptsQuery = (id: string, post: string, { start, end }: Pick<Span, 'start' | 'end'>) =>
  queryOptions({
    queryKey: ['concepts', id, post, start, end],
    queryFn: ({ signal }) =>
      call(routes.concepts.rank, { params: { id }, query: { post, start, end } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })

/** The name of a signed code, as long as its release is the one at hand. */
export const termQuery = ({ code, version, sha256 }: Pick<Coding, 'code' | 'version' | 'sha256'>) =>
  queryOptions({
    queryKey: ['term', sha256, code],
    queryFn: ({ signal }) =>
      call(routes.concepts.term, { params: { code }, query: { version, sha256 } }, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
