import { ledgerKeys, sealLedger, seedReply, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { claimSend, recordOutcome } from '../gate/publish.ts'
import { attemptsOf } from '../gate/response-history.ts'
import { batchOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'

const url = 'https://platform.example/r1'
const at = '2026-11-22T10:00:00.000Z'

/** A reply that was sent, and a way to be told what is gone. */
async function replied() {
  const stack = await startStack({ programme: { platform: 'practice', kind: 'practice' } })
  const reply = await seedReply(stack)
  await sealLedger(stack.db, ledgerKeys())
  const publisher = stack.dbAs('hark_publisher')
  const attempt = await claimSend(publisher, reply.orderId)
  if (!attempt) throw new Error('not claimed')
  await recordOutcome(publisher, attempt, { outcome: 'sent', remoteId: 'r1', url })
  const ingest = stack.dbAs('hark_ingest')
  const told = (externalId: string, reason: 'deleted' | 'taken_down', source = stack.programme) =>
    storeBatch(ingest, batchOf(source, { removals: [{ kind: 'post', externalId, reason, at }] }), sealing)
  const removed = async () => (await attemptsOf(stack.dbAs('hark_api'), reply.id)).map((a) => a.removed)
  return Object.assign(stack, { reply, told, removed })
}

test('a reply of ours that a moderator deleted is shown as such, once; it stays sent, and no clock moves', async () => {
  await using stack = await replied()
  const { reply, told, removed } = stack
  const clocks = async () =>
    (await sql`select * from case_clock order by case_id, kind`.execute(stack.db)).rows
  const before = await clocks()
  expect(await removed()).toEqual([null])
  await told('another', 'deleted')
  expect(await removed()).toEqual([null])
  await told('r1', 'taken_down')
  await told('r1', 'deleted')
  expect(await removed()).toEqual([{ reason: 'taken_down', at }])
  const shown = await (await stack.as('ben')).get(`/api/responses/${reply.id}`)
  expect([shown.status, shown.body.state, shown.body.attempts[0]?.removed]).toEqual([
    200,
    'sent',
    { reason: 'taken_down', at },
  ])
  const [attempt] = await attemptsOf(stack.db, reply.id)
  expect([attempt?.outcome, attempt?.remoteUrl]).toEqual(['sent', url])
  const acts = await stack.auditActions(reply.id)
  expect(acts.filter((a) => a === 'publication.removed')).toHaveLength(1)
  expect([before.length > 0, await clocks()]).toEqual([true, before])
  const { rows } = await sql<{ n: number }>`
    select extract(epoch from at - seen_at)::float8 as n from reply_removal`.execute(stack.db)
  expect(rows[0]?.n).toBeGreaterThan(0)
  expect(rows[0]?.n).toBeLessThan(60)
})

test('the same id on another platform is another post', async () => {
  await using stack = await replied()
  const elsewhere = await stack.seedProgramme({ platform: 'mastodon' })
  await stack.told('r1', 'deleted', elsewhere)
  expect(await stack.removed()).toEqual([null])
})

test('what was noted stays; who hears of removals learns nothing else of replies', async () => {
  await using stack = await replied()
  await stack.told('r1', 'deleted')
  for (const act of [sql`delete from reply_removal`, sql`update reply_removal set reason = 'x'`])
    await expect(act.execute(stack.db)).rejects.toMatchObject({ code: '42501' })
  const ingest = stack.dbAs('hark_ingest')
  for (const act of [sql`select * from gate.publish_attempt`, sql`select * from reply_removal`])
    await expect(act.execute(ingest)).rejects.toMatchObject({ code: '42501' })
})
