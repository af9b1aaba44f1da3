import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { codeOf, PASSWORD, trySignIn } from '../auth/signing-in.fixture.ts'
import { accept, enter, fresh, type Made, OWN } from './people.fixture.ts'

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

test('enrolling is slowed like signing in: a stolen session is no place to guess passwords', async () => {
  await using stack = await startStack({ programme: null })
  const ana = await stack.as('ana')
  const guess = () =>
    ana.post('/api/people/enrol', { password: 'guess', newPassword: 'x'.repeat(12), totp: '000000' })
  const statuses = []
  for (let n = 0; n < 6; n++) statuses.push((await guess()).status)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})
