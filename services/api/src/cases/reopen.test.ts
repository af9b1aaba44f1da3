import { markSent } from '@hark/db'
import { claim, closingConclusion, decide, forwardableConclusion, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { reason } from './reopen.fixture.ts'

test('a decided case opens once more: decision void, version new, clocks where they were', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const before = (await ana.get(`/api/cases/${post.caseId}`)).body.clocks
  const decision = await decide(ana, post.caseId, closingConclusion())
  const both = await Promise.all(
    [ana, ben].map((who) => who.post(`/api/cases/${post.caseId}/reopen`, reason)),
  )
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  const seen = (await ben.get(`/api/cases/${post.caseId}`)).body
  expect(seen).toMatchObject({ state: 'open', version: 2, decision: null })
  const times = (clocks: { kind: string; dueAt: string; state: string }[]) =>
    clocks.map((c) => [c.kind, c.dueAt, c.state])
  expect(times(seen.clocks)).toEqual(times(before))
  expect(await stack.auditActions(decision.id)).toEqual([
    'decision.concluded',
    'decision.signed',
    'decision.voided',
  ])
  expect((await stack.auditActions(post.caseId)).at(-1)).toBe('case.reopened')
  await decide(ben, post.caseId, forwardableConclusion(post))
  expect((await ben.get(`/api/cases/${post.caseId}`)).body).toMatchObject({ state: 'decided', version: 2 })
  expect(stack.failures).toEqual([])
})

test('only a decided case is opened again, and a decided one is not claimed', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  expect((await ana.post(`/api/cases/${post.caseId}/reopen`, reason)).body.code).toBe('case.not_open')
  await decide(ana, post.caseId, closingConclusion())
  await expect(claim(ana, post.caseId)).rejects.toThrow('case.not_open')
  const withdraw = await ana.post(`/api/cases/${post.caseId}/conclusion/withdraw`, reason)
  expect(withdraw.body.code).toBe('decision.already_signed')
})

test('a case forwarded, opened again and closed is taken back at the safety database', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  await decide(ana, post.caseId, forwardableConclusion(post))
  const [sent] = await stack.db.selectFrom('handoff').select('id').execute()
  await markSent(stack.db, sent?.id as string)
  await ana.post(`/api/cases/${post.caseId}/reopen`, reason)
  await decide(ana, post.caseId, closingConclusion('not_our_product'))
  const packets = await stack.db
    .selectFrom('handoff')
    .select(['id', 'packet'])
    .orderBy('created_at')
    .execute()
  const [first, second] = packets.map((p) => ({ id: p.id, packet: JSON.parse(String(p.packet)) }))
  expect(first?.packet).not.toHaveProperty('C.1.11.1')
  expect(second?.packet).toMatchObject({ 'C.1.11.1': '1', hark: { follows: { handoff: first?.id } } })
  expect(stack.failures).toEqual([])
})
