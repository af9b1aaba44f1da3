import { claim, closingConclusion, conclude, decide, forwardableConclusion, must, sign } from '@hark/testkit'
import { expect, test } from 'vitest'
import { sampled } from './sample.fixture.ts'

const saysNothing = /0\.21|0\.35|lexicon|test-1|"evidence"|"reasons"|near|stratum/

test('a sampled post is read blind: nothing detection said of it is sent before the decision is signed', async () => {
  await using stack = await sampled()
  const { sample } = stack
  const ana = await stack.as('ana')
  const queue = (await ana.get('/api/queue?lane=sample')).body
  expect(queue.items).toMatchObject([
    {
      id: sample.caseId,
      lane: 'sample',
      score: null,
      threshold: null,
      clock: null,
      priority: [],
      special: [],
    },
  ])
  expect(queue.lanes).toContainEqual({ lane: 'sample', waiting: 1, late: 0 })
  const blind = async () => {
    for (const path of ['', '/ahead', '/history']) {
      const { status, body } = await ana.get(`/api/cases/${sample.caseId}${path}`)
      if (path === '/ahead' && status !== 200) continue // not to be claimed any more
      expect(JSON.stringify(body), path).not.toMatch(saysNothing)
    }
    expect(JSON.stringify((await ana.get('/api/queue?lane=sample')).body.items)).not.toMatch(saysNothing)
    const seen = await stack.read(ana)
    expect(seen).toMatchObject({ score: null, awareness: { flaggedAt: null }, clocks: [], seriousness: [] })
    expect(seen.postList).toMatchObject([{ text: sample.text, findings: [] }])
  }
  await blind()
  const decision = await conclude(ana, sample.caseId, closingConclusion())
  await blind()
  await sign(ana, [decision])
  const open = await stack.read(ana)
  expect(open).toMatchObject({ state: 'decided', lane: 'sample', score: expect.closeTo(0.21) })
  expect(open.postList[0].findings).toMatchObject([{ flagged: false, reasons: ['lexicon.event'] }])
  await must(ana, `/api/cases/${sample.caseId}/reopen`, { reason: 'looked again' })
  await blind()
  expect(stack.failures).toEqual([])
})

test('what others say in its thread is no hint either', async () => {
  await using stack = await sampled(async (s) => {
    const { external_id } = await s.db.selectFrom('post').select('external_id').executeTakeFirstOrThrow()
    await s.seedPost({ text: 'Zolvara, a rash too', parentId: external_id, rootId: external_id })
  })
  const seen = await stack.read(await stack.as('ana'))
  expect(seen.thread).toMatchObject([{ text: 'Zolvara, a rash too', findings: [] }])
})

test('what was missed is an ordinary case from the view that found it: clocks, urgency, hand-off', async () => {
  await using stack = await sampled()
  const { sample } = stack
  const ana = await stack.as('ana')
  const [event] = forwardableConclusion(sample).events
  const found = forwardableConclusion(sample, {
    events: event ? [{ ...event, seriousness: ['LIFE_THREATENING'] }] : [],
  })
  const decision = await conclude(ana, sample.caseId, found)
  const seen = await stack.read(ana)
  expect(seen).toMatchObject({ lane: 'priority', priority: ['LIFE_THREATENING'], state: 'concluded' })
  expect(seen.awareness.firstViewedAt).not.toBeNull()
  for (const clock of seen.clocks)
    expect(clock).toMatchObject({
      state: 'running',
      anchor: 'first human view (earliest-v1)',
      anchorAt: seen.awareness.firstViewedAt,
    })
  expect(seen.clocks).toHaveLength(3)
  await sign(ana, [decision])
  const decided = await stack.read(ana)
  expect(decided.handoff).toMatchObject({ state: 'pending' })
  expect(decided.clocks.map((c: { kind: string; state: string }) => [c.kind, c.state])).toContainEqual([
    'non_serious_90d',
    'stopped',
  ])
  expect(await stack.auditActions(sample.caseId)).toEqual(
    expect.arrayContaining(['case.opened', 'case.viewed', 'case.clock_set']),
  )
})

test('a find that is taken back before it is signed is still a case with clocks', async () => {
  await using stack = await sampled()
  const { sample } = stack
  const ana = await stack.as('ana')
  await conclude(ana, sample.caseId, forwardableConclusion(sample))
  const first = (await stack.read(ana)).clocks
  await must(ana, `/api/cases/${sample.caseId}/conclusion/withdraw`, { reason: 'too fast' })
  expect(await stack.read(ana)).toMatchObject({ state: 'open', lane: 'standard', clocks: first })
  await decide(ana, sample.caseId, forwardableConclusion(sample))
  expect((await stack.read(ana)).clocks).toHaveLength(3)
})

test('a sample is joined to nothing: it is decided on by itself', async () => {
  let other = ''
  await using stack = await sampled(async (s) => {
    other = (await s.seedPost({ text: 'Zolvara and a rash' })).caseId
  })
  const ana = await stack.as('ana')
  for (const [into, from] of [
    [stack.sample.caseId, other],
    [other, stack.sample.caseId],
  ] as [string, string][]) {
    const token = await claim(ana, into)
    const { body } = await ana.post(`/api/cases/${into}/join`, { token, from })
    expect(body.code).toBe('input.invalid')
    await must(ana, `/api/cases/${into}/release`, { token })
  }
})

test('the second patient of a sampled post is a sample too: no clock before it is found to be a case', async () => {
  await using stack = await sampled()
  const ana = await stack.as('ana')
  const token = await claim(ana, stack.sample.caseId)
  const split = { token, postIds: [stack.sample.id], patient: 'the neighbour' }
  const { caseId } = await must(ana, `/api/cases/${stack.sample.caseId}/split`, split)
  expect((await ana.get(`/api/cases/${caseId}`)).body).toMatchObject({
    lane: 'sample',
    clocks: [],
    score: null,
  })
})
