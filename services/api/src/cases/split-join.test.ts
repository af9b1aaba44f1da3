import { randomUUID } from 'node:crypto'
import { type Client, claim, closingConclusion, conclude, type Stack, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

const shape = async (who: Client, id: string) => {
  const c = (await who.get(`/api/cases/${id}`)).body
  return {
    state: c.state,
    patient: c.patient,
    lane: c.lane,
    priority: c.priority,
    posts: c.postList.map((p: { id: string; role: string }) => `${p.role} ${p.id}`),
    clocks: c.clocks.map(
      (k: { kind: string; dueAt: string; state: string }) => `${k.kind} ${k.dueAt} ${k.state}`,
    ),
  }
}
async function twoVersions(stack: Stack) {
  const first = await stack.seedPost({ externalId: 'at://one' })
  const second = await stack.seedPost({
    externalId: 'at://one',
    revision: '2',
    text: `${first.text} And my dad too.`,
  })
  return { first, second, id: first.caseId }
}

test('another patient gets a case of its own under the same clocks, and undo restores exactly', async () => {
  await using stack = await startStack()
  const { first, second, id } = await twoVersions(stack)
  const ana = await stack.as('ana')
  const token = await claim(ana, id)
  const before = await shape(ana, id)
  const body = { token, postIds: [second.id], patient: 'my dad' }
  const reply = await ana.post(`/api/cases/${id}/split`, body)
  expect(reply.status).toBe(200)
  const made = reply.body.caseId
  expect(await shape(ana, id)).toMatchObject({ posts: [`index ${first.id}`], clocks: before.clocks })
  expect(await shape(ana, made)).toMatchObject({
    state: 'open',
    patient: 'my dad',
    posts: [`index ${second.id}`],
    clocks: before.clocks,
  })
  expect((await ana.get(`/api/cases/${id}`)).body.mayUndo.what).toContain(reply.body.number)
  expect((await ana.post(`/api/cases/${id}/split`, body)).body.code).toBe('case.changed')
  expect((await ana.post(`/api/cases/${id}/undo`, { token })).status).toBe(200)
  expect(await shape(ana, id)).toEqual(before)
  expect((await ana.get(`/api/cases/${made}`)).body.state).toBe('joined')
  expect((await ana.post(`/api/cases/${id}/undo`, { token })).body.code).toBe('case.nothing_to_undo')
  expect(await stack.auditActions(made)).toEqual(['case.opened', 'case.undone'])
  expect((await stack.auditActions(id)).filter((a) => /split|undone/.test(a))).toEqual([
    'case.split',
    'case.undone',
  ])
  expect((await ana.get('/api/queue')).body.items).toHaveLength(1)
  expect(stack.failures).toEqual([])
})

test('one post that tells of two patients stays in both cases', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const ana = await stack.as('ana')
  const token = await claim(ana, post.caseId)
  const split = (patient: string) =>
    ana.post(`/api/cases/${post.caseId}/split`, { token, postIds: [post.id], patient })
  expect((await split('not stated')).body.code).toBe('case.last_post')
  const reply = await split('my dad')
  for (const id of [post.caseId, reply.body.caseId])
    expect((await shape(ana, id)).posts).toEqual([`index ${post.id}`])
  const account = await stack.db
    .selectFrom('post_account')
    .select('state')
    .where('post_id', '=', post.id)
    .execute()
  expect(account).toEqual([{ state: 'in_review' }])
  await conclude(ana, reply.body.caseId, closingConclusion())
  expect((await ana.post(`/api/cases/${post.caseId}/undo`, { token })).body.code).toBe('case.not_open')
})

test('two who split at once make one case', async () => {
  await using stack = await startStack()
  const { second, id } = await twoVersions(stack)
  const ana = await stack.as('ana')
  const token = await claim(ana, id)
  const body = { token, postIds: [second.id], patient: 'my dad' }
  const both = await Promise.all([1, 2].map(() => ana.post(`/api/cases/${id}/split`, body)))
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(await stack.db.selectFrom('pv_case').select('id').execute()).toHaveLength(2)
})

test('a split needs the claim', async () => {
  await using stack = await startStack()
  const { second, id } = await twoVersions(stack)
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const token = await claim(ana, id)
  const body = { token, postIds: [second.id], patient: 'my dad' }
  expect((await ben.post(`/api/cases/${id}/split`, body)).body.code).toBe('case.lease_lost')
})

test('a join gathers posts, urgency and the earlier clocks, and undo restores both exactly', async () => {
  await using stack = await startStack()
  const elder = await stack.seedPost({ text: 'Zolvara: first telling', finding: { priority: ['CHILD'] } })
  const later = await stack.seedPost({ text: 'Zolvara: second telling' })
  const ana = await stack.as('ana')
  const token = await claim(ana, later.caseId)
  const before = { into: await shape(ana, later.caseId), from: await shape(ana, elder.caseId) }
  const join = () => ana.post(`/api/cases/${later.caseId}/join`, { token, from: elder.caseId })
  expect((await join()).status).toBe(200)
  expect(await shape(ana, later.caseId)).toMatchObject({
    lane: 'priority',
    priority: ['CHILD'],
    posts: [`index ${later.id}`, `follow_up ${elder.id}`],
    clocks: before.from.clocks,
  })
  expect((await shape(ana, elder.caseId)).clocks.every((c: string) => c.endsWith('stopped'))).toBe(true)
  expect((await ana.get('/api/queue')).body.items).toHaveLength(1)
  expect((await join()).body.code).toBe('case.not_open')
  await expect(claim(ana, elder.caseId)).rejects.toThrow('case.not_open')
  expect((await ana.post(`/api/cases/${later.caseId}/undo`, { token })).status).toBe(200)
  expect({ into: await shape(ana, later.caseId), from: await shape(ana, elder.caseId) }).toEqual(before)
  expect((await stack.auditActions(elder.caseId)).slice(-2)).toEqual(['case.joined', 'case.undone'])
  expect(stack.failures).toEqual([])
})

test('two cases folded into each other at once: one join holds, nobody waits for ever', async () => {
  await using stack = await startStack()
  const one = await stack.seedPost({ text: 'Zolvara: one' })
  const two = await stack.seedPost({ text: 'Zolvara: two' })
  const ana = await stack.as('ana')
  const tokens = [await claim(ana, one.caseId), await claim(ana, two.caseId)]
  const both = await Promise.all([
    ana.post(`/api/cases/${one.caseId}/join`, { token: tokens[0], from: two.caseId }),
    ana.post(`/api/cases/${two.caseId}/join`, { token: tokens[1], from: one.caseId }),
  ])
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(stack.failures).toEqual([])
})

test('what is not the same patient of the same product, or not free, is not folded', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  const product = await stack.seedPost({ text: 'Ondavra rash', brand: 'Ondavra' })
  const held = await stack.seedPost({ text: 'Zolvara: of ben' })
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  await claim(ben, held.caseId)
  const token = await claim(ana, post.caseId)
  const join = async (from: string) =>
    (await ana.post(`/api/cases/${post.caseId}/join`, { token, from })).body.code
  expect(await join(product.caseId)).toBe('input.invalid')
  expect(await join(held.caseId)).toBe('case.leased_by_other')
  expect(await join(post.caseId)).toBe('case.not_open')
  expect(await join(randomUUID())).toBe('not_found')
})

test('changes come apart in the order they were made, backwards', async () => {
  await using stack = await startStack()
  const { second, id } = await twoVersions(stack)
  const other = await stack.seedPost({ text: 'Zolvara: a third' })
  const ana = await stack.as('ana')
  const token = await claim(ana, id)
  const before = await shape(ana, id)
  const split = await ana.post(`/api/cases/${id}/split`, { token, postIds: [second.id], patient: 'my dad' })
  const made = split.body.caseId
  const madeToken = await claim(ana, made)
  await ana.post(`/api/cases/${made}/join`, { token: madeToken, from: other.caseId })
  expect((await ana.post(`/api/cases/${id}/undo`, { token })).body.code).toBe('case.nothing_to_undo')
  expect((await ana.post(`/api/cases/${made}/undo`, { token: madeToken })).status).toBe(200)
  expect((await ana.post(`/api/cases/${id}/undo`, { token })).status).toBe(200)
  expect(await shape(ana, id)).toEqual(before)
})
