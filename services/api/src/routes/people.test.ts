import { type Client, closingConclusion, conclude, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { cookieOf, trySignIn } from '../auth/signing-in.fixture.ts'

const reason = 'as agreed with quality'
const idOf = (stack: Stack, username: string) => stack.people[username]?.id ?? ''
const change = (by: Client, id: string, body: object) =>
  by.call('PATCH', `/api/people/${id}`, { reason, ...body })
const fresh = { username: 'eve', printedName: 'Eve Ek', roles: ['pv_reviewer'] }

/** What the authenticator of a person does with the address shown once. */
const codeFrom = (uri: string, stack: Stack, steps = 0) => {
  const secret = Secret.fromBase32(new URL(uri).searchParams.get('secret') ?? '')
  return new TOTP({ secret }).generate({ timestamp: stack.clock.now().getTime() + steps * 30_000 })
}

async function enter(stack: Stack, username: string, password: string, totp: string) {
  const opened = await trySignIn(stack, { username, password, totp })
  const headers = { cookie: cookieOf(opened), 'x-hark-csrf': opened.json().csrf as string }
  const post = (url: string, payload: object) =>
    stack.app.inject({ method: 'POST', url, headers, payload, remoteAddress: '192.0.2.10' })
  return { opened, headers, post }
}

const pairs: [string, string][] = [
  ['auditor', 'pv_reviewer'],
  ['auditor', 'pv_lead'],
  ['auditor', 'comms'],
  ['auditor', 'operator'],
  ['operator', 'pv_reviewer'],
  ['operator', 'pv_lead'],
  ['comms', 'pv_reviewer'],
  ['comms', 'pv_lead'],
]

test('roles that check each other never meet in one person: not by the api, not by sql', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  for (const roles of pairs) {
    const made = await oli.post('/api/people', { ...fresh, roles })
    const changed = await change(oli, idOf(stack, 'ana'), { roles })
    for (const reply of [made, changed])
      expect([roles, reply.status, reply.body.code]).toEqual([roles, 422, 'roles.forbidden_combination'])
    for (const role of ['hark_api', undefined]) {
      const db = role ? stack.dbAs(role) : stack.db
      const write = db.updateTable('person').set({ roles }).where('username', '=', 'ana').execute()
      await expect(write).rejects.toMatchObject({ code: '23514', constraint: 'forbidden_combination' })
    }
  }
  const both = await change(oli, idOf(stack, 'ana'), { roles: ['pv_lead', 'pv_reviewer'] })
  expect(both.status).toBe(200)
  expect(stack.failures).toEqual([])
})

test('a role named twice is one; an unknown one is none; nobody is without', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  expect((await change(oli, idOf(stack, 'aud'), { roles: ['auditor', 'auditor'] })).status).toBe(200)
  const { roles } = await stack.db
    .selectFrom('person')
    .select('roles')
    .where('username', '=', 'aud')
    .executeTakeFirstOrThrow()
  expect(roles).toEqual(['auditor'])
  for (const wrong of [['admin'], [], 'operator'])
    expect((await change(oli, idOf(stack, 'ana'), { roles: wrong })).body.code).toBe('input.invalid')
  const write = sql`update person set roles = '{superuser}'`.execute(stack.dbAs('hark_api'))
  await expect(write).rejects.toMatchObject({ constraint: 'known_roles' })
})

test('nobody changes or resets themself, and only an operator anybody', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  for (const body of [
    { roles: ['operator', 'comms'] },
    { trainedUntil: '2030-01-01T00:00:00Z' },
    { active: false },
  ])
    expect((await change(oli, idOf(stack, 'oli'), body)).body.code).toBe('people.self_change')
  const upper = idOf(stack, 'oli').toUpperCase() // the same person, however the id is written
  expect((await change(oli, upper, { active: false })).body.code).toBe('people.self_change')
  expect((await oli.post(`/api/people/${idOf(stack, 'oli')}/reset`, { reason })).body.code).toBe(
    'people.self_change',
  )
  for (const username of ['ana', 'lea', 'cho', 'aud']) {
    const who = await stack.as(username)
    expect((await change(who, idOf(stack, 'ben'), { roles: ['pv_lead'] })).status).toBe(403)
    expect((await who.post('/api/people', fresh)).status).toBe(403)
  }
  expect((await stack.auditActions(idOf(stack, 'oli'))).filter((a) => a === 'person.changed')).toEqual([])
})

test('a person who is not there, a name that is taken, a change without reason', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  const nobody = '018f0000-0000-7000-8000-000000000000'
  expect((await change(oli, nobody, { active: false })).status).toBe(404)
  expect((await oli.post(`/api/people/${nobody}/reset`, { reason })).status).toBe(404)
  const taken = await oli.post('/api/people', { ...fresh, username: 'ana' })
  expect([taken.status, taken.body.code]).toEqual([400, 'input.invalid'])
  await change(oli, idOf(stack, 'ben'), { active: false })
  expect((await oli.post('/api/people', { ...fresh, username: 'ben' })).status).toBe(400) // never given again
  expect((await change(oli, idOf(stack, 'ana'), { active: false, reason: ' ' })).status).toBe(400)
  const remove = sql`delete from person where username = 'ben'`.execute(stack.db)
  await expect(remove).rejects.toMatchObject({ code: '42501' })
  expect(stack.failures).toEqual([])
})

test('an added person signs in with what was shown once, and signs after enrolling, training and acknowledging', async () => {
  await using stack = await startStack()
  const oli = await stack.as('oli')
  const made = (await oli.post('/api/people', fresh)).body
  expect(made.person).toMatchObject({ username: 'eve', mustEnrol: true, trainedUntil: null })
  const eve = await enter(stack, 'eve', made.password, codeFrom(made.totpUri, stack))
  expect(eve.opened.json().signing.mayNot).toContain('enrol')
  const code = () => {
    stack.clock.advance(60_000)
    return codeFrom(made.totpUri, stack)
  }
  const post = await stack.seedPost()
  const client = {
    post: (url: string, body: object = {}) =>
      eve.post(url, body).then((r) => ({ status: r.statusCode, body: r.json() })),
    get: (url: string) =>
      stack.app.inject({ url, headers: eve.headers }).then((r) => ({ status: r.statusCode, body: r.json() })),
  } as unknown as Client
  const decision = await conclude(client, post.caseId, closingConclusion())
  const sign = async (password: string) => {
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    return (await eve.post('/api/signing', { password, totp: code(), items })).json()
  }
  expect((await sign(made.password)).code).toBe('sign.not_permitted')
  const enrol = (newPassword: string, password = made.password) =>
    eve.post('/api/people/enrol', { password, newPassword, totp: code() }).then((r) => r.statusCode)
  expect(await enrol('short')).toBe(400)
  expect(await enrol(made.password)).toBe(400)
  expect(await enrol('one of my own making', 'not the first one')).toBe(401)
  expect(await enrol('one of my own making')).toBe(200)
  expect((await sign('one of my own making')).code).toBe('sign.not_trained')
  await change(oli, made.person.id, { trainedUntil: '2099-01-01T00:00:00Z' })
  expect((await sign('one of my own making')).code).toBe('sign.not_trained')
  expect((await eve.post('/api/session/accountability', { printedName: 'Somebody Else' })).statusCode).toBe(
    400,
  )
  expect((await eve.post('/api/session/accountability', { printedName: 'Eve Ek' })).statusCode).toBe(200)
  expect((await sign('one of my own making')).signature).toMatchObject({ printedName: 'Eve Ek' })
  expect(stack.failures).toEqual([])
})

test('after a reset the old components are dead, and nothing is signed before enrolling', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  const reset = (await oli.post(`/api/people/${idOf(stack, 'ana')}/reset`, { reason })).body
  expect((await trySignIn(stack)).statusCode).toBe(401)
  const ana = await enter(stack, 'ana', reset.password, codeFrom(reset.totpUri, stack))
  expect(ana.opened.json().signing.mayNot).toContain('enrol')
  const other = await enter(stack, 'ana', reset.password, codeFrom(reset.totpUri, stack, 1))
  stack.clock.advance(60_000)
  const body = {
    password: reset.password,
    newPassword: 'a new one of my own',
    totp: codeFrom(reset.totpUri, stack),
  }
  expect((await ana.post('/api/people/enrol', body)).statusCode).toBe(200)
  const read = (headers: Record<string, string>) => stack.app.inject({ url: '/api/session', headers })
  expect((await read(ana.headers)).json().signing.mayNot).toBeNull()
  expect((await read(other.headers)).statusCode).toBe(401) // whoever else knew the first password is out
  stack.clock.advance(60_000)
  const old = { username: 'ana', password: reset.password, totp: codeFrom(reset.totpUri, stack) }
  expect((await trySignIn(stack, old)).statusCode).toBe(401)
})

test('enrolling is slowed like signing in: a stolen session is no place to guess passwords', async () => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  const guess = () =>
    ana.post('/api/people/enrol', { password: 'guess', newPassword: 'x'.repeat(12), totp: '000000' })
  const statuses = []
  for (let n = 0; n < 6; n++) statuses.push((await guess()).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})

test('what an operator did and why is an entry; the reason is sealed, roles before and after are not', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  const { entryId } = (await change(oli, idOf(stack, 'ana'), { roles: ['pv_lead'] })).body
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', entryId)
    .executeTakeFirstOrThrow()
  expect(JSON.parse(body)).toMatchObject({
    actor: { id: idOf(stack, 'oli'), kind: 'user' },
    ref: { roles_before: 'pv_reviewer', roles: 'pv_lead' },
    commit: { reason: expect.any(String) },
  })
  expect(body).not.toContain('quality')
  const sealed = await stack.db
    .selectFrom('ledger_private')
    .selectAll()
    .where('entry_id', '=', entryId)
    .executeTakeFirstOrThrow()
  expect(stack.ctx.openPrivate(sealed.sealed)).toBe(reason)
})
