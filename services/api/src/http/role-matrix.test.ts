import { type AnyRoute, routes } from '@hark/contract'
import { mayDo, type Role } from '@hark/domain'
import { type Client, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

const all = Object.entries(routes).flatMap(([area, own]) =>
  Object.entries(own).map(([name, route]) => ({ name: `${area}.${name}`, route: route as AnyRoute })),
)
const nobody = '00000000-0000-4000-8000-000000000000'
const urlOf = (route: AnyRoute) => route.path.replace(/:[a-z]+/gi, nobody)
const bodyOf = (route: AnyRoute) => (route.method === 'GET' ? undefined : {})
const everyRole: [string, Role][] = [
  ['ana', 'pv_reviewer'],
  ['lea', 'pv_lead'],
  ['cho', 'comms'],
  ['aud', 'auditor'],
  ['oli', 'operator'],
]

test('every route of the contract is served', async () => {
  await using stack = await startStack({ programme: null })
  const missing = all.filter(({ route }) => !stack.app.hasRoute({ method: route.method, url: route.path }))
  expect(missing.map((m) => m.name)).toEqual([])
})

test('nobody without a session reaches anything but the open routes', async () => {
  await using stack = await startStack({ programme: null })
  for (const { name, route } of all.filter(({ route }) => served(stack, route))) {
    const reply = await stack.anonymous.call(route.method, urlOf(route), bodyOf(route))
    if (route.needs === 'open') expect(reply.body.code, name).not.toBe('auth.required')
    else expect([reply.status, reply.body.code], name).toEqual([401, 'auth.required'])
  }
})

// The permission is checked before anything is parsed: with an empty body nothing else can happen to a refused request.
test.each(everyRole)('%s, a %s, is refused exactly where the table says', async (username, role) => {
  await using stack = await startStack({ programme: null })
  const who: Client = await stack.as(username)
  for (const { name, route } of all.filter(
    ({ route }) => served(stack, route) && !/session\./.test(route.path),
  )) {
    if (route.needs === 'open' || (route.path === '/api/session' && route.method === 'DELETE')) continue
    const reply = await who.call(route.method, urlOf(route), bodyOf(route))
    const may = route.needs === 'session' || mayDo([role], route.needs)
    if (may) expect(reply.body?.code, name).not.toBe('auth.forbidden')
    else expect([reply.status, reply.body.code], name).toEqual([403, 'auth.forbidden'])
  }
})

test('a change without the token of the page is refused, whoever asks', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  for (const { name, route } of all.filter(({ route }) => served(stack, route))) {
    if (route.method === 'GET' || route.needs === 'open') continue
    const reply = await lea.call(route.method, urlOf(route), {}, { 'x-hark-csrf': 'guessed' })
    expect(reply.body.code, name).toBe('csrf.refused')
  }
})

const served = (stack: { app: { hasRoute(o: object): boolean } }, route: AnyRoute) =>
  stack.app.hasRoute({ method: route.method, url: route.path })
