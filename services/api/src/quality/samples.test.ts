import { closingConclusion, decide, forwardableConclusion, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { sampled } from '../cases/sample.fixture.ts'

test('a programme without a sample says when the first is drawn', async () => {
  await using stack = await startStack()
  const { body } = await (await stack.as('aud')).get('/api/quality/samples')
  expect(body).toMatchObject({ recallTarget: 0.95, items: [] })
  expect(body.programmes).toMatchObject([{ practice: false, shows: { elusion: 0.01, confidence: 0.95 } }])
  const wait = Date.parse(body.programmes[0].nextDraw) - Date.now()
  expect(wait).toBeGreaterThan(0)
  expect(wait).toBeLessThanOrEqual(7 * 86_400_000 + 120_000)
})

test('what is due and done, and what it says of what was missed', async () => {
  await using stack = await sampled(async (s) => {
    const ana = await s.as('ana')
    const flagged = await s.seedPost({ externalId: 'flagged' })
    await decide(ana, flagged.caseId, forwardableConclusion(flagged))
    await s.seedPost({ text: 'Zolvara and an itch' })
  })
  const [ana, lea] = [await stack.as('ana'), await stack.as('lea')]
  const read = async () => (await lea.get('/api/quality/samples')).body.items
  expect(await read()).toMatchObject([
    { posts: 1, drawn: 1, reviewed: 0, pending: 1, confirmed: 1, undecided: 1, elusion: null, recall: null },
  ])
  await decide(ana, stack.sample.caseId, forwardableConclusion(stack.sample))
  const [missed] = await read()
  expect(missed).toMatchObject({
    reviewed: 1,
    pending: 0,
    missed: 1,
    elusion: { value: 1 },
    recall: { value: 0.5 },
  })
  expect(missed.strata).toMatchObject([
    { language: 'en', band: 'near', posts: 1, missed: 1, elusion: { value: 1 } },
  ])
  await ana.post(`/api/cases/${stack.sample.caseId}/reopen`, { reason: 'looked again' })
  await decide(ana, stack.sample.caseId, closingConclusion())
  expect(await read()).toMatchObject([{ missed: 0, elusion: { value: 0 }, recall: { value: 1, high: 1 } }])
  expect(stack.failures).toEqual([])
})

test('who listens for a brand or runs the system does not read it', async () => {
  await using stack = await startStack()
  for (const who of ['cho', 'oli'])
    expect((await (await stack.as(who)).get('/api/quality/samples')).body.code).toBe('auth.forbidden')
})
