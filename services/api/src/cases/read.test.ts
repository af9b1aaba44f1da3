import { randomUUID } from 'node:crypto'
import { decide, forwardableConclusion, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('a case is read with its posts, findings, thread, clocks and kin, and no handle', async () => {
  await using stack = await startStack()
  const root = await stack.seedPost({
    externalId: 'root',
    text: 'What do you take for sleep?',
    finding: false,
  })
  const post = await stack.seedPost({
    externalId: 'answer',
    parentId: 'root',
    rootId: 'root',
    authorId: 'did:one',
    media: [{ kind: 'image', alt: null }],
    finding: { seriousness: ['HOSPITALISATION'], special: ['MISUSE'] },
  })
  const reply = await stack.seedPost({
    externalId: 'r2',
    parentId: 'answer',
    rootId: 'root',
    text: 'Zolvara, me too!',
  })
  const sameAuthor = await stack.seedPost({ authorId: 'did:one', text: 'Zolvara again', externalId: 'later' })
  const ana = await stack.as('ana')
  const seen = (await ana.get(`/api/cases/${post.caseId}`)).body
  expect(seen).toMatchObject({
    number: expect.stringMatching(/^HK-\d{6}$/),
    product: 'Zolvara',
    own: true,
    seriousness: ['HOSPITALISATION'],
    special: ['MISUSE'],
    score: 0.91,
    programme: { receivingZone: 'Europe/Berlin' },
    decision: null,
    handoff: null,
    draft: null,
    mayUndo: null,
  })
  expect(seen.postList).toMatchObject([
    { id: post.id, role: 'index', versions: 1, media: [{ kind: 'image', alt: null }] },
  ])
  expect(seen.postList[0].findings).toMatchObject([
    { product: { brand: 'Zolvara' }, criteria: { patient: null } },
  ])
  expect(seen.thread.map((p: { id: string }) => p.id)).toEqual(expect.arrayContaining([root.id, reply.id]))
  expect(seen.thread).toHaveLength(2)
  expect(seen.clocks.map((c: { kind: string }) => c.kind)).toEqual([
    'forward_24h',
    'serious_15d',
    'non_serious_90d',
  ])
  const related = Object.fromEntries(seen.related.map((r: { id: string; why: string }) => [r.id, r.why]))
  expect(related).toEqual({ [reply.caseId]: 'same thread', [sameAuthor.caseId]: 'same author' })
  expect(JSON.stringify(seen)).not.toMatch(/@writer|did:/)
  expect(stack.failures).toEqual([])
})

test('the first look of a reviewer is kept once, that of an auditor never', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben, aud] = [await stack.as('ana'), await stack.as('ben'), await stack.as('aud')]
  const first = async (who: typeof ana) =>
    (await who.get(`/api/cases/${caseId}`)).body.awareness.firstViewedAt
  expect(await first(aud)).toBeNull()
  const both = await Promise.all([first(ana), first(ben)])
  expect(both[0]).not.toBeNull()
  expect(await first(aud)).toBe(both[0])
  expect(both[1]).toBe(both[0])
  expect(await stack.auditActions(caseId)).toEqual(['case.opened', 'case.viewed'])
})

test('there is no such case', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  expect((await ana.get(`/api/cases/${randomUUID()}`)).body.code).toBe('not_found')
  expect((await ana.get(`/api/cases/${randomUUID()}/history`)).body.code).toBe('not_found')
  expect((await ana.get('/api/cases/not-an-id')).body.code).toBe('input.invalid')
})

test('the history tells all that happened, oldest first', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  await decide(ana, post.caseId, forwardableConclusion(post))
  const { items } = (await (await stack.as('aud')).get(`/api/cases/${post.caseId}/history`)).body
  const told = items.map((i: { action: string; actor: string }) => `${i.actor}: ${i.action}`)
  expect(told).toEqual([
    'classifier: case.opened',
    'Ana Almeida: case.claimed',
    'Ana Almeida: case.viewed',
    'Ana Almeida: decision.concluded',
    'Ana Almeida: handoff.created',
    'Ana Almeida: decision.signed',
  ])
})

test('a handle is shown to a reviewer with a reason, and that is written down', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost({ authorHandle: '@someone.example' })
  const other = await stack.seedPost({ text: 'Zolvara elsewhere' })
  const [ana, aud] = [await stack.as('ana'), await stack.as('aud')]
  const reveal = (who: typeof ana, postId: string, reason = 'to ask for a follow-up') =>
    who.post(`/api/cases/${post.caseId}/reveal`, { postId, reason })
  expect((await reveal(aud, post.id)).body.code).toBe('auth.forbidden')
  expect((await reveal(ana, post.id, ' ')).body.code).toBe('input.invalid')
  expect((await reveal(ana, other.id)).body.code).toBe('not_found')
  expect((await reveal(ana, post.id)).body.handle).toBe('@someone.example')
  expect((await reveal(ana, post.id)).status).toBe(200)
  expect(await stack.auditActions(post.id)).toEqual(['author.revealed', 'author.revealed'])
  const shown = await stack.db.selectFrom('reveal').select(['person_id', 'reason']).execute()
  expect(shown[0]).toEqual({ person_id: ana.person?.id, reason: 'to ask for a follow-up' })
  const { body } = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('action', '=', 'author.revealed')
    .executeTakeFirstOrThrow()
  expect(body).not.toMatch(/someone|follow-up/)
})
