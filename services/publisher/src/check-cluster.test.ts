import { checkCluster, connect } from '@hark/db'
import { ledgerKeys, type Stack, sealLedger, seedReply, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ programme: { platform: 'practice', kind: 'practice' } })
})
afterAll(() => stack[Symbol.asyncDispose]())

const asPublisher = (settings?: Record<string, string>) => {
  const url = new URL(stack.ctx.config.DATABASE_URL)
  url.username = 'hark_publisher'
  return connect({ url: url.href, max: 1, ...(settings && { settings }) })
}

test('a database that may forget publishes nothing', async () => {
  const { rows } = await sql<{ fsync: string }>`select current_setting('fsync') as fsync`.execute(stack.db)
  expect(rows).toEqual([{ fsync: 'off' }])
  await using db = asPublisher()
  await expect(checkCluster(db)).rejects.toThrow(/fsync is off/)
})

test('after a restore what was open may be public: it becomes unknown, with an entry, and is not sent', async () => {
  await using db = asPublisher({ 'hark.unsafe_for_tests': 'on' })
  expect([await checkCluster(db), await checkCluster(db)]).toEqual(['first', 'same'])
  const r = await seedReply(stack)
  await sealLedger(stack.db, ledgerKeys())
  await stack.db.transaction().execute(async (trx) => {
    await sql`alter table gate.cluster_identity disable trigger guard`.execute(trx)
    await sql`update gate.cluster_identity set made = 'another database'`.execute(trx)
    await sql`alter table gate.cluster_identity enable trigger guard`.execute(trx)
  })
  expect([await checkCluster(db), await checkCluster(db)]).toEqual(['changed', 'same'])
  expect(await stack.auditActions(r.id)).toEqual([
    'response.drafted',
    'response.signed',
    'publication.unknown',
  ])
  const { rows } = await sql<{
    state: string
  }>`select state from gate.response_status where id = ${r.id}`.execute(stack.db)
  expect(rows).toEqual([{ state: 'unknown' }])
})

test('two publishers that start at once agree', async () => {
  await using other = await startStack({ programme: null })
  const url = new URL(other.ctx.config.DATABASE_URL)
  url.username = 'hark_publisher'
  const db = connect({ url: url.href, max: 4, settings: { 'hark.unsafe_for_tests': 'on' } })
  const answers = await Promise.all([1, 2, 3, 4].map(() => checkCluster(db)))
  await db.destroy()
  expect(answers.filter((a) => a === 'changed')).toEqual([])
})

test.each([
  ['a handle instead of a DID', { BLUESKY_ACCOUNT: 'safety.example' }, /BLUESKY_ACCOUNT/],
  ['no database', { DATABASE_URL: '' }, /DATABASE_URL/],
])('%s is one clear sentence', (_, over, sentence) => {
  expect(() => readConfig({ DATABASE_URL: 'postgres://x', ...over })).toThrow(sentence)
})
