import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { codeOf, cookieOf, trySignIn } from './signing-in.fixture.ts'

const without = (body: string) => ({ ...JSON.parse(body), requestId: '' })

test('with name, password and code one is in; the entry names the person', async () => {
  await using stack = await startStack()
  const reply = await trySignIn(stack)
  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({
    person: { username: 'ana', printedName: 'Ana Almeida', roles: ['pv_reviewer'] },
    signing: { needsBoth: true, mayNot: null },
    accountable: true,
    deployment: { kind: 'practice', replies: 'none' },
  })
  expect(await stack.auditActions(stack.people.ana?.id ?? '')).toEqual(['person.created', 'session.opened'])
})

test('whatever is wrong, the answer is the same: nobody learns which names exist', async () => {
  await using stack = await startStack()
  await stack.db.updateTable('person').set({ active: false }).where('username', '=', 'ben').execute()
  const wrong = [
    await trySignIn(stack, { password: 'not the password' }),
    await trySignIn(stack, { totp: '000000' }),
    await trySignIn(stack, { username: 'nobody-here' }),
    await trySignIn(stack, { username: 'ben' }),
  ]
  const [first] = wrong
  expect(first?.statusCode).toBe(401)
  expect(first?.json().code).toBe('auth.failed')
  for (const reply of wrong) {
    expect(reply.statusCode).toBe(401)
    expect(without(reply.body)).toEqual(without(first?.body ?? ''))
    expect(reply.headers['set-cookie']).toBeUndefined()
  }
  expect(stack.failures).toEqual([])
})

test('a code opens one session, also when shown twice at once', async () => {
  await using stack = await startStack()
  const totp = codeOf(stack, 'ana')
  const both = await Promise.all([trySignIn(stack, { totp }), trySignIn(stack, { totp })])
  expect(both.map((r) => r.statusCode).sort()).toEqual([200, 401])
  expect((await trySignIn(stack, { totp })).statusCode).toBe(401)
  expect((await trySignIn(stack, { totp: codeOf(stack, 'ana', 1) })).statusCode).toBe(200)
})

test('a code of this half-minute or a neighbour is taken, no other', async () => {
  await using stack = await startStack()
  const near = { ana: -1, ben: 0, lea: 1 }
  const far = { luc: -2, cho: 2 }
  for (const [username, steps] of Object.entries({ ...near, ...far })) {
    const reply = await trySignIn(stack, { username, totp: codeOf(stack, username, steps) })
    expect([username, reply.statusCode]).toEqual([username, username in near ? 200 : 401])
  }
})

test('a code older than one that was used is refused', async () => {
  await using stack = await startStack()
  expect((await trySignIn(stack, { totp: codeOf(stack, 'ana', 1) })).statusCode).toBe(200)
  expect((await trySignIn(stack, { totp: codeOf(stack, 'ana', 0) })).statusCode).toBe(401)
})

test('a token planted before is never taken over, and the session it names ends with the new sign-in', async () => {
  await using stack = await startStack()
  const planted = await trySignIn(stack, { cookie: `hark_session=${'A'.repeat(43)}` })
  expect(cookieOf(planted)).not.toContain('AAAAAAAA')
  const again = await trySignIn(stack, { totp: codeOf(stack, 'ana', 1), cookie: cookieOf(planted) })
  expect(cookieOf(again)).not.toBe(cookieOf(planted))
  const read = (cookie: string) =>
    stack.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } })
  expect((await read(cookieOf(planted))).json().code).toBe('auth.session_expired')
  expect((await read(cookieOf(again))).statusCode).toBe(200)
})

test('the cookie is out of reach of scripts and other sites; under https it is bound to the host', async () => {
  await using plain = await startStack()
  const flags = (reply: { headers: Record<string, unknown> }) =>
    String(reply.headers['set-cookie']).split('; ').slice(1).sort()
  const reply = await trySignIn(plain)
  expect(flags(reply)).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax'])
  await using secure = await startStack({ config: { HARK_PUBLIC_URL: 'https://hark.example' } })
  const bound = await trySignIn(secure)
  expect(flags(bound)).toEqual(['HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Lax', 'Secure'])
  expect(cookieOf(bound)).toMatch(/^__Host-hark_session=[\w-]{43}$/)
  const cookie = cookieOf(bound)
  expect((await secure.app.inject({ url: '/api/session', headers: { cookie } })).statusCode).toBe(200)
})

test('the database keeps a hash of the token, not the token', async () => {
  await using stack = await startStack()
  const token = cookieOf(await trySignIn(stack)).split('=')[1] as string
  const { token_hash } = await stack.db.selectFrom('session').select('token_hash').executeTakeFirstOrThrow()
  expect(token).toHaveLength(43)
  expect(token_hash).toHaveLength(32)
  expect(token_hash.equals(Buffer.from(token, 'base64url'))).toBe(false)
})
