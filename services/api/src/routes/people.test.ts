import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { change, fresh, idOf, reason } from './people.fixture.ts'

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
