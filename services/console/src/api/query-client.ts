import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isSignedOut, Refusal } from './problem.ts'

/** Tries again only what may heal by itself; a refusal by rule will not. */
const mayHeal = (count: number, error: unknown): boolean =>
  count < 2 && error instanceof Refusal && (error.status === 0 || error.status >= 500)

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (isSignedOut(error) && query.queryKey[0] !== 'session') endSession()
    },
  }),
  defaultOptions: {
    queries: { staleTime: 5_000, gcTime: 10 * 60_000, retry: mayHeal, refetchOnWindowFocus: true },
    mutations: { retry: false, onError: (error) => void (isSignedOut(error) && endSession()) },
  },
})

/** Shows the sign-in where the page was; the address and every draft stay. */
export const endSession = (): void => {
  queryClient.setQueryData(['session'], null)
}
