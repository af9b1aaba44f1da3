import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { addressFrom, addressOf, headersFor, writeRoutes } from './write-routes.fixture.ts'

const deep = 100_000
/** Bodies that break a careless parser → the status they get. */
const bodies: [string, string | Buffer, number][] = [
  ['__proto__', '{"__proto__":{"roles":["operator"]}}', 400],
  ['__proto__ escaped', '{"\\u005f_proto__":{"roles":["operator"]}}', 400],
  ['__proto__ further in', '{"a":[{"__proto__":{}}]}', 400],
  ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', 400],
  ['arrays 100,000 deep', '['.repeat(deep) + ']'.repeat(deep), 400],
  ['objects 100,000 deep', '{"a":'.repeat(deep) + '1' + '}'.repeat(deep), 400],
  ['deep below a known name', `{"username":${'['.repeat(deep)}${']'.repeat(deep)}}`, 400],
  ['a body cut off', '{"username":', 400],
  ['no JSON', 'username=ana', 400],
  ['a number', '1e999', 400],
  ['null', 'null', 400],
  ['a list', '[]', 400],
  ['broken UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400],
  ['NUL in a text', '{"username":"a\\u0000b","password":"x","totp":"123456"}', 400],
  ['half a character', '{"username":"\\ud800","password":"x","totp":"123456"}', 400],
  ['half a character as a name', '{"\\udc00":1}', 400],
  ['a megabyte and a byte', `"${'x'.repeat(1_048_575)}"`, 413],
  ['a body of 2 MB', Buffer.alloc(2_000_000, 0x20), 413],
]

test('what breaks a careless parser is refused by one code, and nothing breaks', async () => {
  await using stack = await startStack({ programme: null })
  const headers = { 'content-type': 'application/json' }
  for (const [name, payload, status] of bodies) {
    const reply = await stack.app.inject({ method: 'POST', url: '/api/session', headers, payload })
    const code = status === 413 ? 'input.too_large' : 'input.invalid'
    expect([name, reply.statusCode, reply.json().code]).toEqual([name, status, code])
    expect(reply.body.length).toBeLessThan(2_000)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  }
  expect(stack.failures).toEqual([])
})

test('no route that writes answers a hostile body with a failure', async () => {
  await using stack = await startStack({ programme: null })
  const names = [
    '__proto__',
    'constructor.prototype',
    'objects 100,000 deep',
    'half a character as a name',
    'null',
  ]
  const some = bodies.filter(([name]) => names.includes(name))
  for (const [n, route] of writeRoutes.entries()) {
    if (route.method === 'DELETE') continue // reads no body
    const headers = { ...(await headersFor(stack, route)), 'content-type': 'application/json' }
    for (const [name, payload] of some) {
      const call = { method: route.method, url: addressOf(route), remoteAddress: addressFrom(n) } as const
      const reply = await stack.app.inject({ ...call, headers, payload })
      // words that no route knows are dropped, and what is left may be all the route asks for
      const known = reply.statusCode < 500
      expect([route.path, name, known]).toEqual([route.path, name, true])
    }
  }
  expect(stack.failures).toEqual([])
}, 60_000)

test('addresses that are none, and values that no column takes, are refused as such', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  const urls = [
    '/api/cases/not-an-id',
    '/api/cases/%00',
    '/api/audit/entries?cursor=abc',
    '/api/audit/entries?cursor=1.5',
    '/api/audit/entries?cursor=99999999999999999999',
    '/api/audit/entries?limit=0',
    '/api/audit/entries?from=yesterday',
    '/api/audit/entries?from=0000-01-01T00:00:00Z',
    '/api/audit/entries?action=%00',
    '/api/listening/posts?cursor=abc',
    '/api/listening/posts?cursor=2026-01-01T00:00:00Z|nobody',
    '/api/listening/posts?cursor=2026-99-01T00:00:00Z|018f0000-0000-7000-8000-000000000000',
    '/api/listening?from=0000-01-01T00:00:00Z',
    '/api/listening?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
    '/api/listening?from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z',
    '/api/coverage?hours=1e9',
    '/api/audit/export?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z',
  ]
  for (const url of urls) {
    const reply = await lea.get(url)
    expect([url, reply.status, reply.body.code]).toEqual([url, 400, 'input.invalid'])
  }
})
