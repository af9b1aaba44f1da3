import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { consoleFolder } from './console-folder.fixture.ts'

const wanted = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'SAMEORIGIN',
}

type Call = {
  method?: 'HEAD' | 'POST'
  url: string
  headers?: Record<string, string>
  payload?: string | Buffer
}

test('every kind of answer carries the headers, and no policy lets a script stand in a page', async () => {
  await using stack = await startStack({ config: { HARK_CONSOLE_DIR: consoleFolder() } })
  const [lea, oli] = [await stack.as('lea'), await stack.as('oli')]
  const json = { 'content-type': 'application/json' }
  const calls: [number, Call][] = [
    [200, { url: '/' }],
    [200, { url: '/cases/some-page' }],
    [200, { url: '/app.js' }],
    [200, { url: '/api/session', headers: lea.headers }],
    [200, { method: 'HEAD', url: '/api/session', headers: lea.headers }],
    [200, { url: '/api/openapi.json' }],
    [200, { url: '/api/docs/' }],
    [200, { url: '/api/docs/static/swagger-ui.css' }],
    [401, { url: '/api/session' }],
    [401, { method: 'HEAD', url: '/api/audit/export?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z' }],
    [403, { url: '/api/queue', headers: oli.headers }],
    [404, { url: '/api/nowhere' }],
    [404, { method: 'POST', url: '/nowhere', headers: json, payload: '{}' }],
    [400, { method: 'POST', url: '/api/session', headers: json, payload: '{' }],
    [413, { method: 'POST', url: '/api/session', headers: json, payload: Buffer.alloc(2_000_000, 0x20) }],
    [415, { method: 'POST', url: '/api/session', headers: { 'content-type': 'text/plain' }, payload: 'x' }],
  ]
  for (const [status, call] of calls) {
    const { statusCode, headers } = await stack.app.inject(call)
    const name = JSON.stringify(call).slice(0, 100)
    expect([name, statusCode, headers]).toMatchObject([name, status, wanted])
    const policy = policyOf(headers)
    expect([name, policy.get('default-src')]).toEqual([name, "'none'"])
    expect([name, policy.get('frame-ancestors')]).toEqual([name, "'none'"])
    expect([name, policy.get('script-src')?.replaceAll(/ 'sha256-[^']+'/g, '')]).toEqual([name, "'self'"])
    expect([name, [...policy.keys()].filter((k) => k === 'upgrade-insecure-requests')]).toEqual([name, []])
    const isDocs = call.url.startsWith('/api/docs')
    expect([name, policy.get('require-trusted-types-for'), policy.get('trusted-types')]).toEqual(
      isDocs ? [name, undefined, undefined] : [name, "'script'", "'none'"],
    )
    expect([name, /unsafe|data:/.test(String(headers['content-security-policy']))]).toEqual([name, isDocs])
  }
  expect(stack.failures).toEqual([])
})

test('an address that cannot be read is answered before any hook, and still not as a page', async () => {
  await using stack = await startStack({ programme: null })
  const { statusCode, headers, body } = await stack.app.inject({ url: '/api/%ff?<script>' })
  expect(statusCode).toBe(400)
  expect(JSON.parse(body)).toMatchObject({ code: 'input.invalid' })
  expect(body).not.toContain('script')
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
})

const policyOf = (headers: Record<string, unknown>): Map<string, string> =>
  new Map(
    String(headers['content-security-policy'])
      .split(';')
      .map((d) => d.trim())
      .map((d) => [d.split(' ')[0] as string, d.split(' ').slice(1).join(' ')]),
  )

test('over a real socket: an answer to what is not even HTTP says nothing and stops nothing', async () => {
  await using stack = await startStack({ programme: null })
  await stack.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = stack.app.server.address() as AddressInfo
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<number>((done) => {
      const req = request({ host: '127.0.0.1', port, path, headers, agent: false }, (res) => {
        res.resume()
        res.on('end', () => done(res.statusCode ?? 0))
      })
      req.on('error', () => done(0))
      req.end()
    })
  expect(await ask('/api/session', { 'x-large': 'x'.repeat(20_000) })).toBe(431)
  expect(await ask('/api/session')).toBe(401)
})
