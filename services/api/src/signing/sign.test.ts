import { sha256Hex, statementHash } from '@hark/ledger'
import {
  closingConclusion,
  conclude,
  decide,
  forwardableConclusion,
  type SeededPost,
  startStack,
} from '@hark/testkit'
import { expect, test } from 'vitest'

const item = (d: { id: string; contentSha256: string }) => ({
  decisionId: d.id,
  contentSha256: d.contentSha256,
})
const serious = (post: SeededPost) => {
  const c = forwardableConclusion(post)
  return { ...c, events: c.events.map((e) => ({ ...e, seriousness: ['HOSPITALISATION' as const] })) }
}
async function clocks(stack: Awaited<ReturnType<typeof startStack>>, caseId: string) {
  const seen = (await (await stack.as('aud')).get(`/api/cases/${caseId}`)).body
  return Object.fromEntries(seen.clocks.map((c: { kind: string; state: string }) => [c.kind, c.state]))
}

test('many are signed at once; each decides its case, its clocks and its hand-off', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const texts = [
    'Zolvara made My mum (72) ill, a terrible rash',
    'My mum (72): Zolvara, a terrible rash, hospital',
    'Zolvara?',
  ]
  const [mild, grave, none] = (await Promise.all(texts.map((text) => text)).then(async (all) => {
    const posts: SeededPost[] = []
    for (const text of all) posts.push(await stack.seedPost({ text }))
    return posts
  })) as [SeededPost, SeededPost, SeededPost]
  const decisions = [
    await conclude(ana, mild.caseId, forwardableConclusion(mild)),
    await conclude(ana, grave.caseId, serious(grave)),
    await conclude(ana, none.caseId, closingConclusion('question_only')),
  ]
  expect((await ana.get('/api/signing')).body).toMatchObject({ needsBoth: true })
  const reply = await ana.post('/api/signing', { ...ana.both(), items: decisions.map(item) })
  expect(reply.body.code).toBeUndefined()
  expect(reply.body.handoffs).toBe(2)
  expect(reply.body.signature).toMatchObject({
    printedName: 'Ana Almeida',
    meaning: 'decision',
    zone: 'Europe/Berlin',
    factors: ['password', 'totp'],
    records: 3,
  })
  expect(await clocks(stack, mild.caseId)).toEqual({
    forward_24h: 'running',
    serious_15d: 'stopped',
    non_serious_90d: 'running',
  })
  expect(await clocks(stack, grave.caseId)).toEqual({
    forward_24h: 'running',
    serious_15d: 'running',
    non_serious_90d: 'stopped',
  })
  expect(await clocks(stack, none.caseId)).toEqual({
    forward_24h: 'stopped',
    serious_15d: 'stopped',
    non_serious_90d: 'stopped',
  })
  const seen = (await ana.get(`/api/cases/${grave.caseId}`)).body
  expect(seen).toMatchObject({ state: 'decided', draft: null, handoff: { state: 'pending', attempts: 0 } })
  expect(seen.decision.signature).toMatchObject({ id: reply.body.signature.id, records: 3, sealed: false })
  expect((await ana.get('/api/signing')).body).toEqual({ needsBoth: false, items: [] })
  for (const d of decisions)
    expect(await stack.auditActions(d.id)).toEqual(['decision.concluded', 'decision.signed'])
  expect(await stack.auditActions(seen.handoff.id)).toEqual(['handoff.created'])
  expect(stack.failures).toEqual([])
})

test('the statement names these bytes, this person and this authentication; its entry names the statement', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const decision = await decide(ana, post.caseId, forwardableConclusion(post))
  const row = await stack.db.selectFrom('signature').selectAll().executeTakeFirstOrThrow()
  const statement = JSON.parse(row.statement.toString('utf8'))
  expect(statement).toMatchObject({
    type: 'hark-esign-v1',
    meaning: 'decision',
    at: row.signed_at,
    amr: ['pwd', 'otp'],
    records: [{ type: 'decision', id: decision.id, version: 1, content_sha256: decision.contentSha256 }],
  })
  const { canonical } = await stack.db.selectFrom('decision').select('canonical').executeTakeFirstOrThrow()
  expect(sha256Hex(canonical ?? '')).toBe(decision.contentSha256)
  const entry = await stack.db
    .selectFrom('ledger_entry')
    .select(['id', 'body'])
    .where('action', '=', 'decision.signed')
    .executeTakeFirstOrThrow()
  expect(row.last_entry).toBe(entry.id)
  expect(JSON.parse(entry.body).ref).toMatchObject({
    case: post.caseId,
    content_sha256: decision.contentSha256,
    sig: statementHash(statement),
    forwardable: 'true',
  })
  expect(row.seal).toBeNull() // sealed by the clock alone
})

test('the first signature needs both components, the next one, and both again after a pause', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const made = []
  for (const n of [1, 2, 3]) {
    const post = await stack.seedPost({ text: `Zolvara, number ${n}` })
    made.push(await conclude(ana, post.caseId, closingConclusion()))
  }
  const [first, second, third] = made as [(typeof made)[0], (typeof made)[0], (typeof made)[0]]
  const { password } = ana.both()
  const one = (d: typeof first) => ana.post('/api/signing', { password, items: [item(d)] })
  expect((await one(first)).body.code).toBe('sign.second_factor_required')
  expect((await ana.post('/api/signing', { ...ana.both(), items: [item(first)] })).status).toBe(200)
  expect((await one(second)).status).toBe(200)
  stack.clock.advance(16 * 60_000)
  expect((await one(third)).body.code).toBe('sign.second_factor_required')
  const wrong = await ana.post('/api/signing', {
    password: 'not mine',
    totp: ana.totp(),
    items: [item(third)],
  })
  expect(wrong.body.code).toBe('auth.failed')
  expect((await ana.get('/api/signing')).body.items).toHaveLength(1)
})

test('a person signs only what they concluded themselves, as they were shown it', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const decision = await conclude(ana, post.caseId, closingConclusion())
  const sign = (who: typeof ana, items: unknown[]) => who.post('/api/signing', { ...who.both(), items })
  expect((await sign(ben, [item(decision)])).body.code).toBe('sign.not_permitted')
  const other = { ...item(decision), contentSha256: 'ab'.repeat(32) }
  expect((await sign(ana, [other])).body.code).toBe('sign.content_changed')
  expect((await sign(ana, [item(decision), item(decision)])).body.code).toBe('input.invalid')
  expect((await sign(ana, [item(decision)])).status).toBe(200)
})

test('signing twice at once signs once', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const decision = await conclude(ana, post.caseId, forwardableConclusion(post))
  const body = () => ({ ...ana.both(), items: [item(decision)] })
  const both = await Promise.all([ana.post('/api/signing', body()), ana.post('/api/signing', body())])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(both.find((r) => r.status === 409)?.body.code).toBe('decision.already_signed')
  expect(await stack.db.selectFrom('handoff').select('id').execute()).toHaveLength(1)
  expect((await stack.auditActions(decision.id)).filter((a) => a === 'decision.signed')).toHaveLength(1)
})

test('a code shown for one signature does not make another', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const made = []
  for (const n of [1, 2]) {
    const post = await stack.seedPost({ text: `Zolvara, number ${n}` })
    made.push(await conclude(ana, post.caseId, closingConclusion()))
  }
  const shown = ana.both()
  const both = await Promise.all(made.map((d) => ana.post('/api/signing', { ...shown, items: [item(d)] })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 401])
  expect(both.find((r) => r.status === 401)?.body.code).toBe('auth.failed')
})

test('what reached the case after the conclusion voids it: all or none is signed', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const post = await stack.seedPost({ externalId: 'at://one' })
  const calm = await stack.seedPost({ text: 'Zolvara, calm' })
  const decisions = [
    await conclude(ana, calm.caseId, closingConclusion()),
    await conclude(ana, post.caseId, forwardableConclusion(post)),
  ]
  await stack.seedPost({ externalId: 'at://one', revision: '2', text: `${post.text} She died.` })
  const reply = await ana.post('/api/signing', { ...ana.both(), items: decisions.map(item) })
  expect(reply.body).toMatchObject({ code: 'decision.void', details: { decisionId: decisions[1]?.id } })
  expect(await stack.db.selectFrom('signature').select('id').execute()).toEqual([])
  expect((await ana.get(`/api/cases/${post.caseId}`)).body).toMatchObject({ state: 'open', version: 2 })
})

test('who is not trained cannot sign, whatever they show', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const decision = await conclude(ana, post.caseId, closingConclusion())
  await stack.db
    .updateTable('person')
    .set({ trained_until: '2020-01-01T00:00:00Z' })
    .where('username', '=', 'ana')
    .execute()
  const reply = await ana.post('/api/signing', { ...ana.both(), items: [item(decision)] })
  expect(reply.body.code).toBe('sign.not_trained')
})

test('the packet of a forwardable case carries the words, and neither handle nor address', async () => {
  await using stack = await startStack({ programme: { kind: 'practice', platform: 'practice' } })
  const text = 'My mum (72) got a terrible rash from Zolvara, ask @drsmith or see https://example.org/x'
  const post = await stack.seedPost({ text })
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  const { packet } = await stack.db.selectFrom('handoff').select('packet').executeTakeFirstOrThrow()
  const read = JSON.parse(String(packet))
  expect(read).toMatchObject({ practice: true, 'C.1.3': '1', 'C.2.r': [{ 'C.2.r.3': 'DE', 'C.2.r.4': '5' }] })
  expect(read['H.1']).toContain('terrible rash')
  expect(String(packet)).not.toMatch(/drsmith|example\.org|@writer/)
})
