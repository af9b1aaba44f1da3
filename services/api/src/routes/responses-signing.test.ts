import { closingConclusion, decide, type Reply } from '@hark/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { holdsInTheEnd, openReplies, type Replies, signed } from './replies.fixture.ts'

let at: Replies
beforeAll(async () => {
  at = await openReplies()
})
afterAll(() => at[Symbol.asyncDispose]())

describe('signing', () => {
  test('an approval orders one sending, held first, with both entries', async () => {
    const r = await at.held()
    expect(r).toMatchObject({
      state: 'held',
      holdUntil: expect.any(String),
      disposition: expect.stringMatching(/^Closed/),
      signatures: [
        {
          meaning: 'pv_approve',
          version: 1,
          printedName: 'Ben Brandt',
          factors: ['password', 'totp'],
          revoked: false,
          sealed: false,
        },
      ],
    })
    expect(await at.stack.auditActions(r.id)).toEqual([
      'response.drafted',
      'response.submitted',
      'response.signed',
      'response.held',
    ])
  })

  test('four eyes: neither drafter nor any editor signs', async () => {
    const post = await at.stack.seedPost()
    await decide(at.who().ana, post.caseId, closingConclusion('question_only'))
    const r = await at.draft(at.who().lea, post)
    const text = `Hi,${r.versions[0].text.slice('Hello,'.length)}`
    const { body } = await at.who().luc.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    await at.who().ana.post(`/api/responses/${r.id}/submit`)
    for (const author of [at.who().lea, at.who().luc]) {
      const reply = await signed(author, body)
      expect([reply.status, reply.body.code]).toEqual([409, 'response.own_draft'])
    }
    expect((await at.who().luc.get(`/api/responses/${r.id}`)).body.maySign.why).toMatch(/wrote part/)
    expect((await signed(at.who().ben, body)).status).toBe(200)
  })

  test.each<[string, (r: Reply['body']) => Promise<Reply>, number, string]>([
    [
      'other bytes than shown',
      (r) => signed(at.who().ben, r, { contentSha256: '0'.repeat(64) }),
      409,
      'sign.content_changed',
    ],
    ['a wrong password', (r) => signed(at.who().ben, r, { password: 'no' }), 401, 'auth.failed'],
    [
      'a rejection without a reason',
      (r) => signed(at.who().ben, r, { meaning: 'pv_reject' }),
      400,
      'input.invalid',
    ],
    ['comms', (r) => signed(at.who().cho, r), 403, 'auth.forbidden'],
  ])('%s is refused and nothing is signed', async (_, act, status, code) => {
    const r = await at.inReview()
    const reply = await act(r)
    expect([reply.status, reply.body.code]).toEqual([status, code])
    expect(await at.stateOf(r.id)).toBe('in_review')
  })

  test('not before the case decision is signed', async () => {
    const r = await at.draft(at.who().cho)
    await at.who().cho.post(`/api/responses/${r.id}/submit`)
    expect((await signed(at.who().ben, r)).body.code).toBe('response.no_disposition')
  })

  test('two who sign at the same moment: one order', async () => {
    const r = await at.inReview()
    const both = await Promise.all([at.who().ben, at.who().lea, at.who().luc].map((c) => signed(c, r)))
    expect(both.map((b) => b.body.code ?? b.status).sort()).toEqual([
      200,
      'response.not_reviewable',
      'response.not_reviewable',
    ])
  })

  test('a code works once', async () => {
    const [r, s] = [await at.inReview(), await at.inReview()]
    const shown = at.who().ben.both()
    expect((await signed(at.who().ben, r, shown)).status).toBe(200)
    expect((await signed(at.who().ben, s, shown)).body.code).toBe('auth.failed')
  })

  test('a rejection says why, and the next version begins again', async () => {
    const r = await at.inReview()
    const reply = await signed(at.who().ben, r, { meaning: 'pv_reject', reason: 'Wrong greeting.' })
    expect(reply.body.response).toMatchObject({
      state: 'rejected',
      signatures: [{ meaning: 'pv_reject', reason: 'Wrong greeting.' }],
    })
    const { text } = r.versions[0]
    const next = await at.who().cho.post(`/api/responses/${r.id}/versions`, { basedOn: 1, text })
    expect(next.body.state).toBe('drafted')
  })
})

holdsInTheEnd(() => at)
