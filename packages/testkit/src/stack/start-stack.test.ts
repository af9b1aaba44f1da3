import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { startStack } from './start-stack.ts'

test('people sign in through the real api, as the role it has in service', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const session = await ana.get('/api/session')
  expect(session.status).toBe(200)
  expect(session.body.person).toMatchObject({ username: 'ana', roles: ['pv_reviewer'] })
  expect((await stack.anonymous.get('/api/session')).body.code).toBe('auth.required')
  const { rows } = await sql<{ who: string }>`select current_user::text as who`.execute(stack.ctx.db)
  expect(rows).toEqual([{ who: 'hark_api' }])
})

test('a seeded post is flagged and opens a case with its clocks', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost({ finding: { priority: ['DEATH'] } })
  const opened = await stack.db.selectFrom('pv_case').selectAll().where('id', '=', post.caseId).execute()
  expect(opened).toMatchObject([{ lane: 'priority', state: 'open', product_group: 'zolvara' }])
  const clocks = await stack.db
    .selectFrom('case_clock')
    .select('kind')
    .where('case_id', '=', post.caseId)
    .execute()
  expect(clocks).toHaveLength(3)
  expect(await stack.auditActions(post.caseId)).toEqual(['case.opened'])
})

test('codes never run out: the clock moves on', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const codes = Array.from({ length: 6 }, () => ana.totp())
  expect(new Set(codes).size).toBe(6)
})
