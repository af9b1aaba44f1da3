import { type Client, closingConclusion, conclude, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { codeOf, cookieOf, PASSWORD, trySignIn } from './signing-in.fixture.ts'

const read = async (who: Client) => (await who.get('/api/session')).body.code ?? 'open'

test.each([
  ['idle for half an hour', sql`last_seen_at = clock_timestamp() - interval '31 minutes'`, false],
  ['idle for less', sql`last_seen_at = clock_timestamp() - interval '29 minutes'`, true],
  ['twelve hours old', sql`expires_at = clock_timestamp() - interval '1 second'`, false],
  ['revoked', sql`revoked_at = clock_timestamp()`, false],
] as const)('a session %s: still open %o', async (_name, change, open) => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  await sql`update session set ${change}`.execute(stack.db)
  expect(await read(ana)).toBe(open ? 'open' : 'auth.session_expired')
  if (open) return
  expect((await ana.post('/api/session/accountability', { printedName: 'Ana Almeida' })).status).toBe(401)
  const { rows } =
    await sql`select from session where last_seen_at > clock_timestamp() - interval '1 minute' and revoked_at is null and expires_at > clock_timestamp()`.execute(
      stack.db,
    )
  expect(rows).toHaveLength(0) // asking does not bring it back
})

test('what a page asks by itself keeps no session alive; what a person does, does', async () => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  const ago = (minutes: number) =>
    sql`update session set last_seen_at = clock_timestamp() - make_interval(mins => ${minutes})`.execute(
      stack.db,
    )
  const idle = async () => {
    const { rows } = await sql<{ minutes: number }>`
      select extract(epoch from clock_timestamp() - last_seen_at)::float8 / 60 as minutes from session`.execute(
      stack.db,
    )
    return Math.round(Number(rows[0]?.minutes))
  }
  const poll = (url: string) => ana.call('GET', url, undefined, { 'x-hark-background': '1' })
  await ago(20)
  for (const url of ['/api/session', '/api/queue', '/api/responses', '/api/listening'])
    expect([url, (await poll(url)).status, await idle()]).toEqual([url, 200, 20])
  const both = await Promise.all([poll('/api/session'), ana.get('/api/session')])
  expect(both.map((r) => r.status)).toEqual([200, 200])
  expect(await idle()).toBe(0)
  await ago(31)
  expect((await poll('/api/queue')).body.code).toBe('auth.session_expired')
  expect(await read(ana)).toBe('auth.session_expired')
})

test('it ends twelve hours after it began, however busy', async () => {
  await using stack = await startStack({ programme: null })
  const session = await stack.as('ana').then((ana) => ana.get('/api/session'))
  const hours = (Date.parse(session.body.expiresAt) - Date.parse(session.body.openedAt)) / 3_600_000
  expect(hours).toBeCloseTo(12, 2)
})

test('signing out ends this session only, for good', async () => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  const other = cookieOf(await trySignIn(stack, { totp: codeOf(stack, 'ana', 1) }))
  expect((await ana.delete('/api/session')).body).toEqual({ closed: true })
  expect(await read(ana)).toBe('auth.session_expired')
  expect((await ana.delete('/api/session')).status).toBe(401)
  const still = await stack.app.inject({ url: '/api/session', headers: { cookie: other } })
  expect(still.statusCode).toBe(200)
  expect((await stack.auditActions(stack.people.ana?.id ?? '')).at(-1)).toBe('session.closed')
})

test('other roles, deactivation or a reset end every session of the person, and of nobody else', async () => {
  await using stack = await startStack({ programme: null })
  const [oli, cho] = [await stack.as('oli'), await stack.as('cho')]
  const reason = 'changed duties'
  const acts: [string, (id: string) => ReturnType<Client['post']>][] = [
    ['ana', (id) => oli.call('PATCH', `/api/people/${id}`, { roles: ['pv_lead'], reason })],
    ['ben', (id) => oli.call('PATCH', `/api/people/${id}`, { active: false, reason })],
    ['lea', (id) => oli.post(`/api/people/${id}/reset`, { reason })],
  ]
  for (const [username, act] of acts) {
    const person = await stack.as(username)
    expect(await read(person)).toBe('open')
    expect((await act(stack.people[username]?.id ?? '')).status).toBe(200)
    expect(await read(person)).toBe('auth.session_expired')
  }
  expect([await read(oli), await read(cho)]).toEqual(['open', 'open'])
})

async function unsigned(stack: Stack, ana: Client, n: number) {
  const post = await stack.seedPost({ text: `Zolvara, number ${n}` })
  const { id, contentSha256 } = await conclude(ana, post.caseId, closingConclusion())
  return [{ decisionId: id, contentSha256 }]
}

test('another network asks for both components again, and begins a series of its own', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const session = await trySignIn(stack, { totp: codeOf(stack, 'ana', 1) })
  const headers = { cookie: cookieOf(session), 'x-hark-csrf': session.json().csrf }
  const sign = async (remoteAddress: string, n: number, totp?: string) => {
    const payload = { password: PASSWORD, ...(totp && { totp }), items: await unsigned(stack, ana, n) }
    const reply = await stack.app.inject({
      method: 'POST',
      url: '/api/signing',
      remoteAddress,
      headers,
      payload,
    })
    return reply.json().code ?? 'signed'
  }
  const needsBoth = async (remoteAddress: string) =>
    (await stack.app.inject({ url: '/api/signing', remoteAddress, headers })).json().needsBoth
  const code = () => {
    stack.clock.advance(60_000)
    return codeOf(stack, 'ana')
  }
  const [office, train] = ['192.0.2.10', '198.51.100.7']
  expect(await sign(office, 1, code())).toBe('signed')
  expect(await sign(office, 2)).toBe('signed')
  expect([await needsBoth(office), await needsBoth(train)]).toEqual([false, true])
  expect(await sign(train, 3)).toBe('sign.second_factor_required')
  expect(await sign(train, 4, code())).toBe('signed')
  expect(await sign(train, 5)).toBe('signed')
  expect(await sign(office, 6)).toBe('sign.second_factor_required')
})

test('a session cookie alone changes nothing and never signs', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const items = await unsigned(stack, ana, 1)
  const session = await trySignIn(stack, { totp: codeOf(stack, 'ana', 1) })
  const [cookie, csrf] = [cookieOf(session), session.json().csrf as string]
  const sign = (headers: Record<string, string>, payload: object) =>
    stack.app.inject({ method: 'POST', url: '/api/signing', headers, payload }).then((r) => r.json().code)
  const totp = () => {
    stack.clock.advance(60_000)
    return codeOf(stack, 'ana')
  }
  expect(await sign({ cookie }, { password: PASSWORD, totp: totp(), items })).toBe('csrf.refused')
  const headers = { cookie, 'x-hark-csrf': csrf }
  expect(await sign(headers, { items })).toBe('input.invalid')
  expect(await sign(headers, { totp: totp(), items })).toBe('input.invalid')
  expect(await sign(headers, { password: PASSWORD, items })).toBe('sign.second_factor_required')
  expect(await stack.db.selectFrom('signature').select('id').execute()).toEqual([])
})
