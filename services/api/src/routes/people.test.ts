import { type Client, closingConclusion, conclude, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { codeOf, cookieOf, PASSWORD, trySignIn } from '../auth/signing-in.fixture.ts'

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

type Made = { person?: { id: string }; invitation: { code: string; expiresAt: string } }
const OWN = 'one of my own making'

/** As the sign-in page does: opens the invitation, sets up the authenticator, chooses a password. */
async function accept(stack: Stack, username: string, made: Made, newPassword = OWN) {
  const given = { username, code: made.invitation.code }
  const opened = await stack.anonymous.post('/api/invitation', given)
  if (opened.status !== 200) return { reply: opened, totpUri: '' }
  const totp = codeFrom(opened.body.totpUri, stack)
  const reply = await stack.anonymous.post('/api/invitation/accept', { ...given, newPassword, totp })
  return { reply, totpUri: opened.body.totpUri as string }
}

test('an added person chooses both components by their invitation, and signs after training and acknowledging', async () => {
  await using stack = await startStack()
  const oli = await stack.as('oli')
  const made = (await oli.post('/api/people', fresh)).body
  expect(made.person).toMatchObject({ username: 'eve', mustEnrol: true, trainedUntil: null })
  expect(Object.keys(made).sort()).toEqual(['invitation', 'person', 'receipt']) // no password, no secret for the operator to know
  expect((await trySignIn(stack, { username: 'eve', password: OWN, totp: '000000' })).statusCode).toBe(401)
  const { reply, totpUri } = await accept(stack, 'eve', made)
  expect(reply.body).toEqual({ accepted: true })
  const code = () => {
    stack.clock.advance(60_000)
    return codeFrom(totpUri, stack)
  }
  const eve = await enter(stack, 'eve', OWN, code())
  expect(eve.opened.statusCode).toBe(200)
  const post = await stack.seedPost()
  const client = {
    post: (url: string, body: object = {}) =>
      eve.post(url, body).then((r) => ({ status: r.statusCode, body: r.json() })),
    get: (url: string) =>
      stack.app.inject({ url, headers: eve.headers }).then((r) => ({ status: r.statusCode, body: r.json() })),
  } as unknown as Client
  const decision = await conclude(client, post.caseId, closingConclusion())
  const sign = async () => {
    const items = [{ decisionId: decision.id, contentSha256: decision.contentSha256 }]
    return (await eve.post('/api/signing', { password: OWN, totp: code(), items })).json()
  }
  expect((await sign()).code).toBe('sign.not_trained')
  await change(oli, made.person.id, { trainedUntil: '2099-01-01T00:00:00Z' })
  expect((await sign()).code).toBe('sign.not_trained')
  expect((await eve.post('/api/session/accountability', { printedName: 'Somebody Else' })).statusCode).toBe(
    400,
  )
  expect((await eve.post('/api/session/accountability', { printedName: 'Eve Ek' })).statusCode).toBe(200)
  expect((await sign()).signature).toMatchObject({ printedName: 'Eve Ek' })
  expect(stack.failures).toEqual([])
})

test('after a reset the old components are dead at once, and nobody signs in before enrolling anew', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  const ana = await stack.as('ana')
  const made = (await oli.post(`/api/people/${idOf(stack, 'ana')}/reset`, { reason })).body
  expect((await ana.get('/api/session')).body.code).toBe('auth.session_expired')
  stack.clock.advance(60_000)
  expect((await trySignIn(stack)).statusCode).toBe(401)
  const { reply, totpUri } = await accept(stack, 'ana', made)
  expect(reply.status).toBe(200)
  stack.clock.advance(60_000)
  const opened = await trySignIn(stack, { username: 'ana', password: OWN, totp: codeFrom(totpUri, stack) })
  expect(opened.json().signing.mayNot).toBeNull()
})

test('an invitation works once, for its person, until a newer one, and not for long', async () => {
  await using stack = await startStack({ programme: null })
  const oli = await stack.as('oli')
  const made: Made = (await oli.post('/api/people', fresh)).body
  const hours = (Date.parse(made.invitation.expiresAt) - Date.now()) / 3_600_000
  expect(hours).toBeGreaterThan(71.9)
  expect(hours).toBeLessThan(72.1)
  const open = (username: string, code = made.invitation.code) =>
    stack.anonymous.post('/api/invitation', { username, code }).then((r) => r.body.code ?? 'open')
  expect(await open('ana')).toBe('people.invitation_invalid')
  expect(await open('eve', 'guessed-guessed-guessed')).toBe('people.invitation_invalid')
  const { id } = made.person as { id: string }
  const newer: Made = (await oli.post(`/api/people/${id}/reset`, { reason })).body
  expect(await open('eve')).toBe('people.invitation_invalid')
  expect(await open('eve', newer.invitation.code)).toBe('open')
  await change(oli, id, { active: false })
  expect(await open('eve', newer.invitation.code)).toBe('people.invitation_invalid')
  await change(oli, id, { active: true })

  const both = await Promise.all([accept(stack, 'eve', newer), accept(stack, 'eve', newer)])
  expect(both.map((b) => b.reply.status).sort()).toEqual([200, 401]) // whoever looked first has a secret that is worth nothing
  expect(await open('eve', newer.invitation.code)).toBe('people.invitation_invalid')

  const third: Made = (await oli.post(`/api/people/${id}/reset`, { reason })).body
  await sql`alter table invitation disable trigger user; update invitation set made_at = clock_timestamp() - interval '73 hours', expires_at = clock_timestamp() - interval '1 hour' where used_at is null and ended_at is null; alter table invitation enable trigger user`.execute(
    stack.db,
  )
  expect(await open('eve', third.invitation.code)).toBe('people.invitation_invalid')
  expect((await stack.auditActions(id)).filter((a) => a === 'person.changed').length).toBeGreaterThanOrEqual(
    5,
  )
  expect(stack.failures).toEqual([])
})

test('who looked into an invitation before its person knows nothing of theirs', async () => {
  await using stack = await startStack({ programme: null })
  const made: Made = (await (await stack.as('oli')).post('/api/people', fresh)).body
  const given = { username: 'eve', code: made.invitation.code }
  const early = (await stack.anonymous.post('/api/invitation', given)).body
  const later = (await stack.anonymous.post('/api/invitation', given)).body
  expect(later.totpUri).not.toBe(early.totpUri)
  const take = (uri: string) =>
    stack.anonymous.post('/api/invitation/accept', { ...given, newPassword: OWN, totp: codeFrom(uri, stack) })
  expect((await take(early.totpUri)).body.code).toBe('people.invitation_invalid')
  expect((await take(later.totpUri)).status).toBe(200)
})

test.each([
  ['short', 'short'],
  ['password12345', 'common'],
  ['Eve.Ek.Eve.Ek', 'context'],
  ['zolvara-2026!', 'context'],
  ['hark-hark-2026', 'context'],
  ['aaaaaaaaaaaaaaaa', 'repetitive'],
])('“%s” is nobody’s password: %s', async (newPassword, why) => {
  await using stack = await startStack()
  const made: Made = (
    await (await stack.as('oli')).post('/api/people', { ...fresh, printedName: 'Eve Ekström Eve' })
  ).body
  const refused = (await accept(stack, 'eve', made, newPassword)).reply
  if (newPassword !== 'Eve.Ek.Eve.Ek')
    expect([refused.status, refused.body.code, refused.body.details?.why]).toEqual([
      422,
      'people.password_blocked',
      why,
    ])
  const ana = await stack.as('ana')
  const changed = await ana.post('/api/people/enrol', {
    ...ana.both(),
    newPassword: newPassword.replace('Eve.Ek', 'Ana.Almeida'),
  })
  expect([changed.status, changed.body.code]).toEqual([422, 'people.password_blocked'])
  expect((await accept(stack, 'eve', made)).reply.status).toBe(200) // the invitation is still good
  expect(stack.failures).toEqual([])
})

test('a changed password ends the other sessions, and the old one is dead', async () => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  const other = await enter(stack, 'ana', PASSWORD, codeOf(stack, 'ana', 1))
  stack.clock.advance(120_000)
  const body = { password: PASSWORD, newPassword: OWN, totp: codeOf(stack, 'ana') }
  expect((await ana.post('/api/people/enrol', { ...body, newPassword: PASSWORD })).status).toBe(400)
  stack.clock.advance(60_000)
  expect((await ana.post('/api/people/enrol', { ...body, totp: codeOf(stack, 'ana') })).status).toBe(200)
  expect((await ana.get('/api/session')).status).toBe(200)
  expect((await stack.app.inject({ url: '/api/session', headers: other.headers })).statusCode).toBe(401)
  stack.clock.advance(60_000)
  expect((await trySignIn(stack)).statusCode).toBe(401)
})

test('the schema lets no invitation come back, wait longer or go to another', async () => {
  await using stack = await startStack({ programme: null })
  const made: Made = (await (await stack.as('oli')).post('/api/people', fresh)).body
  expect((await accept(stack, 'eve', made)).reply.status).toBe(200)
  const attempt = (set: string, as = 'hark_api') =>
    sql
      .raw(`update invitation set ${set}`)
      .execute(stack.dbAs(as))
      .then(
        () => 'done',
        (err: { code?: string }) => err.code,
      )
  for (const set of [
    'used_at = null',
    "expires_at = now() + interval '1 year'",
    `person_id = '${idOf(stack, 'ana')}'`,
  ])
    expect([set, await attempt(set)]).toEqual([set, '42501'])
  const read = sql`select code_hash from invitation`.execute(stack.dbAs('hark_auditor'))
  await expect(read).rejects.toMatchObject({ code: '42501' })
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
