import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { cookieOf, PASSWORD, trySignIn } from './signing-in.fixture.ts'

type Headers = Record<string, string>
const own = 'http://localhost:4600'
/** What a browser says of a request → whether a change may come from there. */
const table: [string, Headers, boolean][] = [
  ['no such header: not a browser', {}, true],
  ['our page', { 'sec-fetch-site': 'same-origin', origin: own }, true],
  ['typed by hand', { 'sec-fetch-site': 'none' }, true],
  ['a neighbouring domain', { 'sec-fetch-site': 'same-site', origin: 'http://evil.localhost:4600' }, false],
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, false],
  ['another site, old browser', { origin: 'https://evil.example' }, false],
  ['another port', { origin: 'http://localhost:4601' }, false],
  ['our name as a prefix', { origin: 'http://localhost:4600.evil.example' }, false],
  ['our name as the user', { origin: 'http://localhost:4600@evil.example' }, false],
  ['a sandboxed frame', { origin: 'null' }, false],
  ['a file', { origin: 'file://' }, false],
  ['an empty origin', { origin: '' }, false],
  ['what is no address', { origin: 'https://[' }, false],
  ['an unknown word', { 'sec-fetch-site': 'Same-Origin', origin: own }, false],
  ['our origin, but said to be foreign', { 'sec-fetch-site': 'cross-site', origin: own }, false],
]

test('changes come from our own page only; reading may come from anywhere', async () => {
  await using stack = await startStack({ programme: null })
  const session = await trySignIn(stack)
  const headers = { host: 'localhost:4600', cookie: cookieOf(session), 'x-hark-csrf': session.json().csrf }
  const payload = { printedName: 'Ana Almeida' }
  for (const [name, from, allowed] of table) {
    const all = { ...headers, ...from }
    const url = '/api/session/accountability'
    const reply = await stack.app.inject({ method: 'POST', url, headers: all, payload })
    expect([name, reply.statusCode, reply.json().code]).toEqual(
      allowed ? [name, 200, undefined] : [name, 403, 'csrf.refused'],
    )
    expect((await stack.app.inject({ url: '/api/session', headers: all })).statusCode).toBe(200)
  }
  expect(stack.failures).toEqual([])
})

test('nobody is signed in from another site either', async () => {
  await using stack = await startStack({ programme: null })
  for (const [name, from, allowed] of table.filter(([, , ok]) => !ok)) {
    const payload = { username: 'ana', password: PASSWORD, totp: '123456' }
    const headers = { host: 'localhost:4600', ...from }
    const reply = await stack.app.inject({ method: 'POST', url: '/api/session', headers, payload })
    expect([name, reply.statusCode, allowed]).toEqual([name, 403, false])
  }
  expect(await stack.db.selectFrom('auth_attempt').select('id').execute()).toEqual([])
})

test('a change carries the token of its own session', async () => {
  await using stack = await startStack({ programme: null })
  const [mine, other] = [await trySignIn(stack), await trySignIn(stack, { username: 'ben' })]
  const csrf = mine.json().csrf as string
  const tokens = [undefined, '', 'x', `${csrf}x`, csrf.slice(1), csrf.toLowerCase(), other.json().csrf]
  const change = (token: string | undefined) =>
    stack.app.inject({
      method: 'POST',
      url: '/api/session/accountability',
      headers: { cookie: cookieOf(mine), ...(token !== undefined && { 'x-hark-csrf': token }) },
      payload: { printedName: 'Ana Almeida' },
    })
  for (const token of tokens) expect((await change(token)).json().code).toBe('csrf.refused')
  expect((await change(csrf)).statusCode).toBe(200)
})
