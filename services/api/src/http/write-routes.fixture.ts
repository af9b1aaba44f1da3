import { type AnyRoute, routes } from '@hark/contract'
import { mayDo } from '@hark/domain'
import type { Stack } from '@hark/testkit'

export const everyRoute: AnyRoute[] = Object.values(routes).flatMap(
  (area) => Object.values(area) as AnyRoute[],
)
export const writeRoutes = everyRoute.filter((r) => r.method !== 'GET')

/** The route's address with an id that exists nowhere. */
export const addressOf = (route: AnyRoute): string =>
  route.path.replaceAll(/:\w+/g, '018f0000-0000-7000-8000-000000000000')

/** Headers of somebody who may call the route: what is refused then is refused for another reason. */
export async function headersFor(stack: Stack, route: AnyRoute): Promise<Record<string, string>> {
  const { needs } = route
  if (needs === 'open') return {}
  const who = Object.values(stack.people).find((p) => needs === 'session' || mayDo(p.roles, needs))
  if (!who) throw new Error(`nobody may ${needs}`)
  return (await stack.as(who.username)).headers
}

/** An address of its own for each route, so that the rate limit does not answer instead. */
export const addressFrom = (n: number): string => `10.1.${Math.floor(n / 250)}.${n % 250}`
