import { claimSend, recordOutcome } from '@hark/db'
import { sealLedger } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsInTheEnd, openReplies, type Replies } from './replies.fixture.ts'

let at: Replies
beforeAll(async () => {
  at = await openReplies()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('stopping', () => {
  test('withdrawn in time: nothing can be sent any more, by anyone', async () => {
    const r = await at.held()
    const reply = await at.who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'the family asked' })
    expect([reply.status, await at.stateOf(r.id)]).toEqual([200, 'withdrawn'])
    await expect(at.claimed(r.id)).rejects.toThrow('not claimed')
    const { body: shown } = await at.who().lea.get(`/api/responses/${r.id}`)
    expect(shown.withdrawn).toMatchObject({ by: 'Cho Chen', reason: 'the family asked' })
    expect((await at.who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'again' })).body.code).toBe(
      'response.illegal_transition',
    )
  })

  test('revoked in time answers stopped; the reply may be written again', async () => {
    const r = await at.held()
    const reply = await at.who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'second thoughts' })
    expect([reply.body.answer, await at.stateOf(r.id)]).toEqual(['stopped', 'revoked'])
    expect((await at.who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'again' })).body.code).toBe(
      'response.illegal_transition',
    )
    expect(
      (await at.who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text: r.versions[0].text }))
        .status,
    ).toBe(200)
  })

  test('too late is an answer, and recorded', async () => {
    const r = await at.held()
    const attempt = await at.claimed(r.id)
    expect((await at.who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'stop' })).body.answer).toBe(
      'too_late:sending',
    )
    const withdrawn = await at.who().cho.post(`/api/responses/${r.id}/withdraw`, { reason: 'stop' })
    expect([withdrawn.status, withdrawn.body.code]).toEqual([409, 'response.too_late'])
    await recordOutcome(at.stack.dbAs('hark_publisher'), attempt, {
      outcome: 'sent',
      remoteId: 'p1',
      url: 'https://x.example/p1',
    })
    expect((await at.who().lea.get(`/api/responses/${r.id}`)).body).toMatchObject({
      state: 'sent',
      url: 'https://x.example/p1',
      attempts: [{ outcome: 'sent' }],
    })
    expect((await at.stack.auditActions(r.id)).slice(-3)).toEqual([
      'publication.attempted',
      'response.revoked',
      'publication.sent',
    ])
  })

  test('what carries no approval has none to take back', async () => {
    const r = await at.inReview()
    expect((await at.who().lea.post(`/api/responses/${r.id}/revoke`, { reason: 'stop' })).body.code).toBe(
      'response.not_signed',
    )
  })

  test('one person stops everything, two let go', async () => {
    const r = await at.held()
    await sealLedger(at.stack.db, at.keys)
    expect((await at.who().cho.post('/api/kill-switch', { reason: 'wrong account' })).status).toBe(200)
    const { order_id } = await at.stack.db
      .selectFrom('gate.response_status')
      .select('order_id')
      .where('id', '=', r.id)
      .executeTakeFirstOrThrow()
    await expect(claimSend(at.stack.dbAs('hark_publisher'), order_id as string)).rejects.toMatchObject({
      code: '42501',
    })
    expect((await at.who().cho.post('/api/kill-switch/release')).body.code).toBe('auth.forbidden')
    expect((await at.who().lea.post('/api/kill-switch/release')).body.answer).toBe('second_person_required')
    expect((await at.who().lea.post('/api/kill-switch/release')).body.code).toBe(
      'kill_switch.second_person_required',
    )
    const list = await at.who().cho.get('/api/responses')
    expect(list.body.killSwitches).toMatchObject([
      {
        engaged: true,
        by: { username: 'cho' },
        reason: 'wrong account',
        releaseAskedBy: { username: 'lea' },
      },
    ])
    expect((await at.who().luc.post('/api/kill-switch/release')).body.answer).toBe('released')
    expect((await at.who().luc.post('/api/kill-switch/release')).body.code).toBe('kill_switch.not_engaged')
    expect((await at.claimed(r.id)).responseId).toBe(r.id)
  })
})

holdsInTheEnd(() => at)
