import { randomUUID } from 'node:crypto'
import { markFailed, markSent } from '@hark/db'
import { decide, forwardableConclusion, type Stack, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

async function forwarded(stack: Stack, text?: string) {
  const post = await stack.seedPost(text ? { text } : {})
  const ana = await stack.as('ana')
  await decide(ana, post.caseId, forwardableConclusion(post))
  const { id } = (await ana.get(`/api/cases/${post.caseId}`)).body.handoff
  return { id: id as string, caseId: post.caseId }
}
const body = { safetyCaseId: 'SDB-2026-00042', reason: 'taken over by telephone' }

test('a lead records the safety case number once; the 24-hour clock is met', async () => {
  await using stack = await startStack()
  const { id, caseId } = await forwarded(stack)
  const [lea, luc, ana] = [await stack.as('lea'), await stack.as('luc'), await stack.as('ana')]
  const url = `/api/handoffs/${id}/acknowledge`
  expect((await ana.post(url, body)).body.code).toBe('auth.forbidden')
  const both = await Promise.all([lea, luc].map((who) => who.post(url, body)))
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(both.find((r) => r.status === 409)?.body.code).toBe('handoff.illegal_transition')
  const seen = (await ana.get(`/api/cases/${caseId}`)).body
  expect(seen.handoff).toMatchObject({ state: 'acked', safetyCaseId: 'SDB-2026-00042' })
  expect(seen.clocks.find((c: { kind: string }) => c.kind === 'forward_24h').state).toBe('met')
  expect(await stack.auditActions(id)).toEqual(['handoff.created', 'handoff.acked'])
  expect((await lea.post(`/api/handoffs/${id}/retry`)).body.code).toBe('handoff.illegal_transition')
  expect((await lea.post(`/api/handoffs/${randomUUID()}/retry`)).body.code).toBe('not_found')
  expect(stack.failures).toEqual([])
})

test('a failed one is tried again now', async () => {
  await using stack = await startStack()
  const { id } = await forwarded(stack)
  for (let n = 0; n < 12; n++) await markFailed(stack.db, id, 'ECONNREFUSED')
  const lea = await stack.as('lea')
  expect((await lea.get('/api/handoffs?state=failed')).body.items).toMatchObject([
    { id, lastError: 'ECONNREFUSED' },
  ])
  expect((await lea.post(`/api/handoffs/${id}/retry`)).status).toBe(200)
  const { items } = (await lea.get('/api/handoffs')).body
  expect(items).toMatchObject([{ id, state: 'pending', lastError: null, attempts: 0 }])
})

test('the list counts what was forwarded, and its sum is whole', async () => {
  await using stack = await startStack()
  const made = []
  for (const n of [1, 2, 3]) made.push(await forwarded(stack, `My mum (72), Zolvara, terrible rash ${n}`))
  const [acked, sent] = made as [(typeof made)[0], (typeof made)[0]]
  await markSent(stack.db, sent.id)
  const [lea, oli] = [await stack.as('lea'), await stack.as('oli')]
  await lea.post(`/api/handoffs/${acked.id}/acknowledge`, body)
  const list = (await oli.get('/api/handoffs')).body
  expect(list.counts).toEqual({ forwarded: 3, acked: 1, pending: 2, failed: 0, withdrawn: 0 })
  expect(list.items).toHaveLength(3)
  expect((await oli.get('/api/handoffs?state=sent')).body.items).toMatchObject([{ id: sent.id, attempts: 1 }])
  expect((await oli.post(`/api/handoffs/${sent.id}/retry`)).body.code).toBe('auth.forbidden')
})

test('practice hand-offs are not counted with real ones', async () => {
  await using stack = await startStack()
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  const post = await stack.seedPost({}, practice)
  const ana = await stack.as('ana')
  await decide(ana, post.caseId, forwardableConclusion(post))
  const list = (await ana.get('/api/handoffs')).body
  expect(list.counts.forwarded).toBe(0)
  expect(list.items).toMatchObject([{ practice: true }])
})
