import { ledgerKeys, type Stack, sealLedger, seedReply, startStack } from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Claimed, claimSend, expireAttempts, recordOutcome } from './publish.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ programme: { platform: 'practice', kind: 'practice' } })
})
afterAll(() => stack[Symbol.asyncDispose]())

const keys = ledgerKeys()

async function onItsWay(): Promise<{ id: string; attempt: Claimed; db: Stack['db'] }> {
  const { id, orderId } = await seedReply(stack)
  await sealLedger(stack.db, keys)
  const db = stack.dbAs('hark_publisher')
  const attempt = await claimSend(db, orderId)
  if (!attempt) throw new Error('not claimed')
  expect(await claimSend(db, orderId)).toBeNull()
  return { id, attempt, db }
}
const publications = async (id: string) =>
  (await stack.auditActions(id)).filter((a) => a.startsWith('publication.'))
const sent = { outcome: 'sent', remoteId: 'p1', url: null } as const

test('an outcome recorded again changes nothing and is written down once', async () => {
  const { id, attempt, db } = await onItsWay()
  expect(await recordOutcome(db, attempt, sent)).toBe('sent')
  for (const again of [
    sent,
    { outcome: 'unknown' },
    { outcome: 'not_sent' },
    { outcome: 'refused' },
  ] as const)
    expect(await recordOutcome(db, attempt, again)).toBe('recorded before')
  expect(await publications(id)).toEqual(['publication.attempted', 'publication.sent'])
})

test('found public after people had concluded it was not: said, and written down', async () => {
  const { id, attempt, db } = await onItsWay()
  await recordOutcome(db, attempt, { outcome: 'unknown', reason: 'network.Timeout' })
  for (const name of ['lea', 'luc']) {
    const verdict = { verdict: 'cancel', reason: 'looked there' }
    await (await stack.as(name)).post(`/api/publications/${attempt.attemptId}/verdict`, verdict)
  }
  expect(await recordOutcome(db, attempt, sent)).toBe('contradicted')
  const verdicts = ['publication.verdict', 'publication.verdict']
  const before = ['publication.attempted', 'publication.unknown', ...verdicts]
  expect(await publications(id)).toEqual([...before, 'publication.sent'])
})

test('revoked on its way and then not sent: it does not go out again', async () => {
  const { id, attempt, db } = await onItsWay()
  const lea = await stack.as('lea')
  expect((await lea.post(`/api/responses/${id}/revoke`, { reason: 'stop it' })).body.answer).toBe(
    'too_late:sending',
  )
  expect(await recordOutcome(db, attempt, { outcome: 'not_sent', reason: 'network.ECONNREFUSED' })).toBe(
    'cancelled',
  )
  expect((await lea.get(`/api/responses/${id}`)).body.state).toBe('revoked')
})

test('a claim nobody finished is unknown once its time is over, not before', async () => {
  const { id, db } = await onItsWay()
  expect(await expireAttempts(db, 120)).toBe(0)
  expect([await expireAttempts(db, 0), await expireAttempts(db, 0)]).toEqual([1, 0])
  expect(await publications(id)).toEqual(['publication.attempted', 'publication.unknown'])
})
