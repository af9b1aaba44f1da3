import { randomUUID } from 'node:crypto'
import { claim, closingConclusion, conclude, forwardableConclusion, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('a conclusion is checked, kept with the hash of its bytes, and leaves the queue', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const body = { token, version: 1, conclusion: forwardableConclusion(post) }
  const reply = await ana.post(`/api/cases/${post.caseId}/conclusion`, body)
  expect(reply.status).toBe(200)
  expect(reply.body.signAtOnce).toBe(true)
  expect(reply.body.decision).toMatchObject({ state: 'concluded', caseVersion: 1, signature: null })
  const seen = (await ana.get(`/api/cases/${post.caseId}`)).body
  expect(seen).toMatchObject({ state: 'concluded', lease: null })
  expect(seen.decision.conclusion).toEqual(body.conclusion)
  expect(seen.awareness.pvReceivedAt).toBe(reply.body.decision.concludedAt)
  const row = await stack.db.selectFrom('decision').selectAll().executeTakeFirstOrThrow()
  const document = JSON.parse(String(row.canonical))
  expect(document).toMatchObject({ v: 2, type: 'decision', case: { id: post.caseId, version: 1 } })
  expect(document.posts).toEqual([{ id: post.id, version_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }])
  for (const words of ['terrible rash', 'My mum', 'Zolvara'])
    expect(String(row.canonical)).not.toContain(words) // what is signed outlives the post
  expect(document.conclusion.events).toMatchObject([{ term: { private: 'events_0_term' } }])
  expect((await ana.get('/api/queue')).body).toMatchObject({ items: [], concluded: 1 })
  expect(await stack.auditActions(row.id)).toEqual(['decision.concluded'])
  expect(stack.failures).toEqual([])
})

test.each([
  [
    'words that are not in the post',
    'decision.quote_not_in_post',
    (c: ReturnType<typeof forwardableConclusion>) => {
      const event = c.events[0]
      if (event) event.span = { ...event.span, text: 'horrible rash' }
    },
  ],
  [
    'a close without a reason',
    'decision.reason_required',
    (c: ReturnType<typeof forwardableConclusion>) => {
      Object.assign(c, closingConclusion(), { closeReason: null })
    },
  ],
  [
    'valid now with a criterion missing',
    'decision.invalid_combination',
    (c: ReturnType<typeof forwardableConclusion>) => {
      c.criteria.patient = { missing: 'How old is she?' }
    },
  ],
  [
    'a quote that cuts a character in half',
    'input.invalid',
    (c: ReturnType<typeof forwardableConclusion>) => {
      c.note = '\ud83d'
    },
  ],
])('%s is refused and nothing is written', async (_what, code, spoil) => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const conclusion = forwardableConclusion(post)
  spoil(conclusion)
  const reply = await ana.post(`/api/cases/${post.caseId}/conclusion`, { token, version: 1, conclusion })
  expect(reply.body.code).toBe(code)
  expect(await stack.db.selectFrom('decision').select('id').execute()).toEqual([])
  expect(stack.failures).toEqual([])
})

test('another version of the post reached the case meanwhile: look again', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost({ externalId: 'at://one' })
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  await stack.seedPost({
    externalId: 'at://one',
    revision: '2',
    text: `${post.text} Now she is in hospital.`,
  })
  const conclusion = forwardableConclusion(post)
  const url = `/api/cases/${post.caseId}/conclusion`
  expect((await ana.post(url, { token, version: 1, conclusion })).body.code).toBe('case.changed')
  expect((await ana.post(url, { token, version: 2, conclusion })).status).toBe(200)
})

test('the same conclusion sent twice at once is one decision', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const body = { token, version: 1, conclusion: closingConclusion() }
  const url = `/api/cases/${post.caseId}/conclusion`
  const both = await Promise.all([ana.post(url, body), ana.post(url, body)])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(both.find((r) => r.status === 409)?.body.code).toBe('case.not_open')
  expect(await stack.db.selectFrom('decision').select('id').execute()).toHaveLength(1)
})

test('nobody concludes without the claim', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const token = await claim(ana, post.caseId)
  const body = { token, version: 1, conclusion: closingConclusion() }
  expect((await ben.post(`/api/cases/${post.caseId}/conclusion`, body)).body.code).toBe('case.lease_lost')
})

test('a duplicate names another case of the same programme', async () => {
  await using stack = await startStack()
  const [post, twin] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara gave me a rash.' })]
  const elsewhere = await stack.seedPost({}, await stack.seedProgramme())
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const of = (duplicateOf: string) =>
    ana.post(`/api/cases/${post.caseId}/conclusion`, {
      token,
      version: 1,
      conclusion: closingConclusion('duplicate_of_case', { duplicateOf }),
    })
  expect((await of(randomUUID())).body.code).toBe('not_found')
  expect((await of(post.caseId)).body.code).toBe('decision.invalid_combination')
  expect((await of(elsewhere.caseId)).body.code).toBe('decision.invalid_combination')
  expect((await of(twin.caseId)).status).toBe(200)
})

test('a conclusion is taken back by its author or a lead, not by a colleague, and not twice', async () => {
  await using stack = await startStack()
  const [one, two] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara gave me hives.' })]
  const [ana, ben, lea] = [await stack.as('ana'), await stack.as('ben'), await stack.as('lea')]
  for (const post of [one, two]) await conclude(ana, post.caseId, closingConclusion())
  const back = (who: typeof ana, id: string) =>
    who.post(`/api/cases/${id}/conclusion/withdraw`, { reason: 'on second thought' })
  expect((await back(ben, one.caseId)).body.code).toBe('auth.forbidden')
  expect((await back(ana, one.caseId)).status).toBe(200)
  expect((await back(ana, one.caseId)).body.code).toBe('case.not_open')
  expect((await back(lea, two.caseId)).status).toBe(200)
  const seen = (await ana.get(`/api/cases/${one.caseId}`)).body
  expect(seen).toMatchObject({ state: 'open', decision: null })
  expect((await ana.get('/api/signing')).body.items).toEqual([])
})
