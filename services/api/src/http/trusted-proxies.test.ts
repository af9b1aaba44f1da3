import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { codeOf, cookieOf, PASSWORD } from '../auth/signing-in.fixture.ts'
import { TrustedProxies } from './trusted-proxies.ts'

const PROXY = '10.0.0.5'
const [ONE, OTHER] = ['203.0.113.9', '198.51.100.7']

test.each([
  ['', []],
  [' 10.0.0.5 , 192.168.0.0/16,', ['10.0.0.5', '192.168.0.0/16']],
  ['::1,fd00::/8', ['::1', 'fd00::/8']],
])('“%s” is a list of proxies', (text, list) => expect(TrustedProxies.parse(text)).toEqual(list))

test.each([
  '*',
  'true',
  'all',
  'proxy.internal',
  '10.0.0.0/0',
  '10.0.0.0/33',
  '10.0.0.0/8/8',
  '10.0.0',
  '::/0',
  '1',
])('“%s” is none: nobody is trusted by a word', (text) =>
  expect(TrustedProxies.safeParse(text).success).toBe(false),
)

async function seen(given: { proxies: string[]; peer: string; forwarded?: string }): Promise<string> {
  await using stack = await startStack({ programme: null, config: { HARK_TRUSTED_PROXIES: given.proxies } })
  const reply = await stack.app.inject({
    method: 'POST',
    url: '/api/session',
    remoteAddress: given.peer,
    headers: given.forwarded ? { 'x-forwarded-for': given.forwarded } : {},
    payload: { username: 'ana', password: PASSWORD, totp: codeOf(stack, 'ana') },
  })
  expect(reply.statusCode).toBe(200)
  const { network } = await stack.db.selectFrom('session').select('network').executeTakeFirstOrThrow()
  const tried = await stack.db.selectFrom('auth_attempt').select('network').executeTakeFirstOrThrow()
  expect(tried.network).toBe(network)
  return network
}

const net = (address: string) => `${address.split('.').slice(0, 3).join('.')}.0/24`

test.each([
  ['nobody in front, nothing said', { proxies: [], peer: ONE }, ONE],
  [
    'nobody trusted: what a client says of itself is ignored',
    { proxies: [], peer: ONE, forwarded: OTHER },
    ONE,
  ],
  ['the proxy is believed', { proxies: [PROXY], peer: PROXY, forwarded: OTHER }, OTHER],
  [
    'by its network, through a dual-stack socket',
    { proxies: ['10.0.0.0/8'], peer: `::ffff:${PROXY}`, forwarded: OTHER },
    OTHER,
  ],
  ['another peer is not', { proxies: [PROXY], peer: ONE, forwarded: OTHER }, ONE],
  [
    'what the client put before the proxy wrote is not',
    { proxies: [PROXY], peer: PROXY, forwarded: `${OTHER}, ${ONE}` },
    ONE,
  ],
  [
    'two proxies, one after the other',
    { proxies: [PROXY, '10.0.0.6'], peer: PROXY, forwarded: `${OTHER}, 10.0.0.6` },
    OTHER,
  ],
  ['a proxy that says nothing is its own client', { proxies: [PROXY], peer: PROXY }, PROXY],
])('%s', async (_, given, who) => expect(await seen(given)).toBe(net(who)))

test('each client has a rate limit of its own behind the proxy, and none can spoof another’s', async () => {
  await using stack = await startStack({ programme: null, config: { HARK_TRUSTED_PROXIES: [PROXY] } })
  const ask = (peer: string, forwarded: string) =>
    stack.app
      .inject({ url: '/api/session', remoteAddress: peer, headers: { 'x-forwarded-for': forwarded } })
      .then((r) => r.statusCode)
  await Promise.all(Array.from({ length: 600 }, () => ask(PROXY, ONE)))
  expect([await ask(PROXY, ONE), await ask(PROXY, OTHER)]).toEqual([429, 401])
  await Promise.all(Array.from({ length: 600 }, (_, n) => ask('192.0.2.77', `10.9.${n >> 8}.${n & 255}`)))
  expect(await ask('192.0.2.77', OTHER)).toBe(429)
})

test('a forwarded host of a stranger opens no door for another site’s page', async () => {
  await using stack = await startStack({ programme: null, config: { HARK_TRUSTED_PROXIES: [PROXY] } })
  const change = (remoteAddress: string, headers: Record<string, string>) =>
    stack.app.inject({
      method: 'POST',
      url: '/api/session/accountability',
      remoteAddress,
      headers: { host: 'localhost:4600', ...headers },
      payload: { printedName: 'Ana Almeida' },
    })
  const evil = { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }
  expect((await change(ONE, evil)).json().code).toBe('csrf.refused')
  const own = { origin: 'https://hark.example', 'x-forwarded-host': 'hark.example' }
  expect((await change(PROXY, own)).json().code).toBe('auth.required') // past the check, and nobody is signed in
  const cookie = cookieOf(
    await stack.app.inject({
      method: 'POST',
      url: '/api/session',
      remoteAddress: PROXY,
      headers: { host: 'localhost:4600', ...own },
      payload: { username: 'ana', password: PASSWORD, totp: codeOf(stack, 'ana') },
    }),
  )
  expect((await change(ONE, { cookie, ...evil })).json().code).toBe('csrf.refused')
})
