import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { createApp } from '../app.ts'
import { addressFrom, addressOf, headersFor, writeRoutes } from './write-routes.fixture.ts'

/** Spellings by which validation was bypassed somewhere (CVE-2025-32442, CVE-2026-25223, -33806 …), and plain other types. */
const spellings = [
  '',
  ' ',
  ' application/json',
  '\tapplication/json',
  'application/json ',
  'application/json\t',
  'application/json\t; charset=utf-8',
  'application/json ;charset=utf-8',
  'application/json;',
  'application/json; ',
  'application/json;;charset=utf-8',
  'application/json;  charset=utf-8',
  'application/json;\tcharset=utf-8',
  'application/json; charset=utf-16',
  'application/json; charset=latin1',
  'application/json; charset="utf-8"',
  'application/json; charset=utf-8;',
  'application/json; charset=utf-8; a=b',
  'application/json; a=b',
  'application/json charset=utf-8',
  'application/json, text/plain',
  'application/json,application/json',
  'text/plain, application/json',
  'text/plain; application/json',
  'application/jsonp',
  'application/json5',
  'application/json+x',
  'application/x+json',
  'application/vnd.api+json',
  'application/ld+json',
  'application//json',
  'application/json/',
  'application\\json',
  'xapplication/json',
  'application/json\u00a0',
  'application/json\u000b',
  'application/\u017fon', // folds to "son" in a careless comparison
  'text/json',
  'json',
  '*/*',
  'application/*',
  'text/plain',
  'text/html',
  'application/xml',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
]

test(`${spellings.length} spellings of Content-Type on every route that writes: 415 or 400, and no handler runs`, async () => {
  await using stack = await startStack({ programme: null })
  await using app = await countingApp(stack.ctx)
  for (const [n, route] of writeRoutes.entries()) {
    const headers = await headersFor(stack, route)
    const call = (type: string | undefined, payload: string) =>
      app.inject({
        method: route.method,
        url: addressOf(route),
        remoteAddress: addressFrom(n),
        headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
        payload,
      })
    for (const type of spellings) {
      const reply = await call(type, '{}')
      expect([route.path, type, [400, 415].includes(reply.statusCode)]).toEqual([route.path, type, true])
      expect(reply.json().code).toBe('input.invalid')
    }
    expect((await call(undefined, '{}')).statusCode).toBe(415)
    expect((await call('application/json', '')).statusCode).toBe(400)
  }
  expect(app.handled).toEqual([])
  expect(stack.failures).toEqual([])
}, 60_000)

test('JSON in its usual spellings is read', async () => {
  await using stack = await startStack({ programme: null })
  const usual = [
    'application/json',
    'Application/JSON',
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
  ]
  for (const type of usual) {
    const call = { method: 'POST', url: '/api/session', headers: { 'content-type': type } } as const
    const reply = await stack.app.inject({ ...call, payload: '{"username":"x"}' })
    expect(reply.json().message).toContain('/password')
  }
})

/** The real app, noting each request that got as far as its handler. */
async function countingApp(ctx: Parameters<typeof createApp>[0]) {
  const app = await createApp(ctx)
  const handled: string[] = []
  app.addHook('preHandler', async (req) => void handled.push(`${req.method} ${req.url}`))
  return Object.assign(app, { handled, [Symbol.asyncDispose]: () => app.close() })
}
