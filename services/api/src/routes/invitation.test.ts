import { type Client, closingConclusion, conclude, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { trySignIn } from '../auth/signing-in.fixture.ts'
import { accept, change, codeFrom, enter, fresh, idOf, type Made, OWN, reason } from './people.fixture.ts'

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
