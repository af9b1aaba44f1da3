import { recordOutcome } from '@hark/db'
import type { Client } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsInTheEnd, openReplies, type Replies } from './replies.fixture.ts'

let at: Replies
beforeAll(async () => {
  at = await openReplies()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('an unknown outcome', () => {
  async function unknown() {
    const r = await at.held()
    const attempt = await at.claimed(r.id)
    await recordOutcome(at.stack.dbAs('hark_publisher'), attempt, {
      outcome: 'unknown',
      reason: 'network.Timeout',
    })
    return { r, attempt }
  }
  const say = (c: Client, attempt: { attemptId: string }, verdict: string) =>
    c.post(`/api/publications/${attempt.attemptId}/verdict`, { verdict, reason: 'looked at the account' })

  test('two people who agree decide; one person twice does not', async () => {
    const { r, attempt } = await unknown()
    for (const _ of [1, 2])
      expect((await say(at.who().lea, attempt, 'resend')).body.answer).toBe('second_person_required')
    expect(await at.stateOf(r.id)).toBe('unknown')
    expect((await say(at.who().luc, attempt, 'cancel')).body.answer).toBe('second_person_required')
    expect((await say(at.who().luc, attempt, 'resend')).body.answer).toBe('resend')
    expect(await at.stateOf(r.id)).toBe('held')
    expect((await say(at.who().luc, attempt, 'resend')).body.code).toBe('response.illegal_transition')
    const { body } = await at.who().lea.get(`/api/responses/${r.id}`)
    expect(
      body.attempts[0].verdicts.map(
        (v: { by: { username: string }; verdict: string }) => `${v.by.username} ${v.verdict}`,
      ),
    ).toEqual(['lea resend', 'lea resend', 'luc cancel', 'luc resend'])
  })

  test('given up by two: what a person reads then is that it failed', async () => {
    const { r, attempt } = await unknown()
    await say(at.who().lea, attempt, 'cancel')
    expect((await say(at.who().luc, attempt, 'cancel')).body.answer).toBe('cancel')
    expect(await at.stateOf(r.id)).toBe('failed')
  })

  test('not for a reviewer to say, and not of a sending nobody made', async () => {
    const { attempt } = await unknown()
    expect((await say(at.who().ana, attempt, 'resend')).body.code).toBe('auth.forbidden')
    expect((await say(at.who().lea, { attemptId: crypto.randomUUID() }, 'resend')).body.code).toBe(
      'not_found',
    )
  })
})

test('replies are listed by state and case', async () => {
  const r = await at.inReview()
  const list = await at.who().cho.get(`/api/responses?state=in_review&caseId=${r.caseId}`)
  expect(list.body).toMatchObject({
    listenOnly: false,
    items: [{ id: r.id, state: 'in_review', caseNumber: expect.stringMatching(/^HK-/) }],
  })
  expect((await at.who().cho.get(`/api/responses?state=sent&caseId=${r.caseId}`)).body.items).toEqual([])
  expect((await at.who().cho.get(`/api/responses/${crypto.randomUUID()}`)).body.code).toBe('not_found')
})

test('templates in force, by language', async () => {
  const { body } = await at.who().cho.get('/api/templates?lang=de-AT')
  expect(body.items.map((t: { id: string }) => t.id)).toEqual(['handoff.de', 'emergency.de'])
  expect(body.items[0].slots).toContain('pv_contact')
})

test.each(['aud', 'oli'])('%s changes nothing', async (name) => {
  const client = await at.stack.as(name)
  const r = await at.inReview()
  for (const path of ['submit', 'withdraw', 'revoke', 'signature', 'versions'])
    expect((await client.post(`/api/responses/${r.id}/${path}`, { reason: 'because' })).body.code).toBe(
      'auth.forbidden',
    )
})

holdsInTheEnd(() => at)
