import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { consoleFolder } from './console-folder.fixture.ts'

const times = <T>(n: number, ask: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_, i) => ask(i)))

test('more than 600 requests a minute without a session wait, with the headers; another address does not', async () => {
  await using stack = await startStack({ programme: null })
  const from = (remoteAddress: string) => stack.app.inject({ url: '/api/session', remoteAddress })
  const first = await times(600, () => from('203.0.113.9'))
  expect(new Set(first.map((r) => r.statusCode))).toEqual(new Set([401]))
  const over = await from('203.0.113.9')
  expect(over.statusCode).toBe(429)
  expect(over.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'retry-after': expect.stringMatching(/^[1-9]\d?$/),
  })
  expect(over.json().code).toBe('overloaded')
  expect((await from('203.0.113.10')).statusCode).toBe(401)
})

test('people behind one address have an allowance each, whatever their neighbours used up', async () => {
  await using stack = await startStack({ programme: null })
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const asks = (headers: Record<string, string>) => stack.app.inject({ url: '/api/session', headers })
  const used = await times(600, () => asks(ana.headers))
  expect(used.filter((r) => r.statusCode !== 200)).toEqual([])
  expect((await asks(ana.headers)).statusCode).toBe(429)
  expect((await asks(ben.headers)).statusCode).toBe(200)
  expect((await asks({})).statusCode).toBe(401)
})

test('the files of the console take nothing from what its reader may ask', async () => {
  await using stack = await startStack({ programme: null, config: { HARK_CONSOLE_DIR: consoleFolder() } })
  const files = await times(700, (i) => stack.app.inject({ url: i % 2 ? '/app.js' : '/queue' }))
  expect(files.filter((r) => r.statusCode !== 200)).toEqual([])
  expect((await stack.app.inject({ url: '/api/session' })).statusCode).toBe(401)
})

test('made-up sessions buy no more than their address has', { timeout: 60_000 }, async () => {
  await using stack = await startStack({ programme: null })
  const ask = (i: number) =>
    stack.app.inject({
      url: '/api/session',
      cookies: { hark_session: `made-up-${i}`, '__Host-hark_session': `x${i}` },
    })
  for (let hundred = 0; hundred < 60; hundred++) await times(100, (i) => ask(hundred * 100 + i))
  expect((await ask(6_000)).statusCode).toBe(429)
})
