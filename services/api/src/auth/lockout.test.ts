import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { delayAfter } from './lockout.ts'
import { codeOf, trySignIn } from './signing-in.fixture.ts'

const [here, elsewhere] = ['192.0.2.10', '198.51.100.7']

test('the wait doubles from the fifth failure on, up to a quarter of an hour', () => {
  expect([0, 4, 5, 6, 7, 10, 14, 40].map(delayAfter)).toEqual([0, 0, 2, 4, 8, 64, 900, 900])
})

test('after five failures the account waits for this network, and for no other', async () => {
  await using stack = await startStack()
  for (let n = 0; n < 5; n++)
    expect((await trySignIn(stack, { password: 'wrong', from: here })).statusCode).toBe(401)
  const locked = await trySignIn(stack, { from: here })
  expect(locked.statusCode).toBe(429)
  expect(locked.json().code).toBe('auth.locked')
  expect((await trySignIn(stack, { from: '192.0.2.200' })).statusCode).toBe(429) // same network
  expect((await trySignIn(stack, { from: elsewhere })).statusCode).toBe(200)
  stack.clock.advance(3_000)
  expect((await trySignIn(stack, { from: here, totp: codeOf(stack, 'ana', 1) })).statusCode).toBe(200)
})

test('a success clears the count', async () => {
  await using stack = await startStack()
  for (let n = 0; n < 4; n++) await trySignIn(stack, { password: 'wrong' })
  expect((await trySignIn(stack)).statusCode).toBe(200)
  for (let n = 0; n < 4; n++)
    expect((await trySignIn(stack, { password: 'wrong', totp: '000000' })).statusCode).toBe(401)
})

test('names that do not exist wait in the same way', async () => {
  await using stack = await startStack()
  const statuses = []
  for (let n = 0; n < 6; n++) statuses.push((await trySignIn(stack, { username: 'nobody' })).statusCode)
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
})

test('many guesses at once are no way around the wait', async () => {
  await using stack = await startStack()
  const guesses = Array.from({ length: 20 }, (_, n) => trySignIn(stack, { password: `guess ${n}` }))
  const statuses = (await Promise.all(guesses)).map((r) => r.statusCode)
  expect(statuses.filter((s) => s === 401)).toHaveLength(5)
  expect(statuses.filter((s) => s === 429)).toHaveLength(15)
  expect(stack.failures).toEqual([])
})

test('each failure is an entry, the fifth in a row an alert; neither names what was typed', async () => {
  await using stack = await startStack()
  for (let n = 0; n < 5; n++) await trySignIn(stack, { password: 'hunter2 was here' })
  await trySignIn(stack, { username: 'my-own-password', password: 'x' })
  const actions = await stack.auditActions(stack.people.ana?.id ?? '')
  expect(actions.slice(1)).toEqual([...Array(4).fill('auth.failed'), 'auth.locked'])
  expect(await stack.auditActions('unknown')).toEqual(['auth.failed'])
  const { rows } = await sql<{ all: string }>`
    select string_agg(t::text, '') as all from (select body from ledger_entry union all select network || encode(account_hash, 'hex') from auth_attempt) t`.execute(
    stack.db,
  )
  expect(rows[0]?.all).not.toMatch(/hunter2|my-own-password|192\.0\.2\.10/)
})
