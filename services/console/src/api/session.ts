import { routes, type SessionView } from '@hark/contract'
import { type Permission, whyNot } from '@hark/domain'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { call, keepCsrf } from './client.ts'
import { isSignedOut } from './problem.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }): Promise<SessionView | null> => {
    try {
      const session = await call(routes.session.read, {}, signal)
      keepCsrf(session.csrf)
      return session
    } catch (error) {
      if (isSignedOut(error)) return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** The signed-in person; only below the sign-in gate. */
export function useSession(): SessionView {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('useSession outside the sign-in gate')
  return data
}

/** Why the signed-in person may not, or null when they may. */
export function useWhyNot(permission: Permission): string | null {
  return whyNot(useSession().person.roles, permission)
}
