import { randomUUID } from 'node:crypto'
import { claim, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'

test('two reviewers at once: one has the case, the other is told who', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const url = `/api/cases/${caseId}/claim`
  const both = await Promise.all([ana, ben].map((who) => who.post(url, { tab: randomUUID() })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 409])
  expect(both.find((r) => r.status === 409)?.body.code).toBe('case.leased_by_other')
  expect(await stack.auditActions(caseId)).toEqual(['case.opened', 'case.claimed'])
  expect(stack.failures).toEqual([])
})

test('the same tab asking again keeps its token and tells nothing twice', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  const tab = randomUUID().toUpperCase()
  const [first, second] = [
    await ana.post(`/api/cases/${caseId}/claim`, { tab }),
    await ana.post(`/api/cases/${caseId}/claim`, { tab }),
  ]
  expect(second.body.token).toBe(first.body.token)
  expect(second.body.receipt.entryId).toBe(first.body.receipt.entryId)
  expect(await stack.auditActions(caseId)).toEqual(['case.opened', 'case.claimed'])
})

test('a second tab of the same person has the case; the first tab is dead', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  const [old, young] = [await claim(ana, caseId), await claim(ana, caseId)]
  const beat = (token: string) => ana.post(`/api/cases/${caseId}/heartbeat`, { token })
  expect((await beat(old)).body.code).toBe('case.lease_lost')
  expect((await beat(young)).status).toBe(200)
})

test("nobody acts with another's token", async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const token = await claim(ana, caseId)
  for (const act of ['heartbeat', 'release', 'hold']) {
    const body = { token, reason: 'not mine', until: null }
    expect((await ben.post(`/api/cases/${caseId}/${act}`, body)).body.code).toBe('case.lease_lost')
  }
})

test('a lease that ran out is free to take, and the sleeping tab cannot act', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const token = await claim(ana, caseId)
  await stack.db
    .updateTable('pv_case')
    .set({ lease_until: '2020-01-01T00:00:00Z' })
    .where('id', '=', caseId)
    .execute()
  expect((await ana.post(`/api/cases/${caseId}/release`, { token })).body.code).toBe('case.lease_lost')
  await claim(ben, caseId)
  const seen = (await ana.get(`/api/cases/${caseId}`)).body
  expect(seen.lease).toMatchObject({ by: { username: 'ben' }, mine: false })
})

test('releasing gives the case back once; the reason is sealed, not written in the ledger', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const ana = await stack.as('ana')
  const token = await claim(ana, caseId)
  const reason = 'my shift is over'
  const first = await ana.post(`/api/cases/${caseId}/release`, { token, reason })
  expect(first.status).toBe(200)
  expect((await ana.post(`/api/cases/${caseId}/release`, { token, reason })).body.code).toBe(
    'case.lease_lost',
  )
  const entry = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', first.body.receipt?.entryId ?? first.body.entryId)
    .executeTakeFirstOrThrow()
  expect(entry.body).not.toContain('shift')
  const history = (await ana.get(`/api/cases/${caseId}/history`)).body.items
  expect(history.at(-1)).toMatchObject({ action: 'case.released', why: reason, actor: 'Ana Almeida' })
})

test('on hold a case leaves the queue but not its clocks, until it is resumed once', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  const token = await claim(ana, caseId)
  const hold = (until: string | null) =>
    ana.post(`/api/cases/${caseId}/hold`, { token, reason: 'waiting for a translation', until })
  expect((await hold('2020-01-01T00:00:00Z')).body.code).toBe('input.invalid')
  expect((await hold(null)).status).toBe(200)
  expect((await hold(null)).body.code).toBe('case.not_open')
  const seen = (await ben.get(`/api/cases/${caseId}`)).body
  expect(seen).toMatchObject({ state: 'held', holdReason: 'waiting for a translation', lease: null })
  expect(seen.clocks.every((c: { state: string }) => c.state === 'running')).toBe(true)
  expect((await ben.get('/api/queue')).body.items).toEqual([])
  expect((await ben.get('/api/queue?state=held')).body.items).toHaveLength(1)
  const resumed = await Promise.all([ana, ben].map((who) => who.post(`/api/cases/${caseId}/resume`)))
  expect(resumed.map((r) => r.status).sort()).toEqual([200, 409])
  expect((await ben.get('/api/queue')).body.items).toHaveLength(1)
  expect(stack.failures).toEqual([])
})

test('what is typed is kept per person, and survives a lost claim', async () => {
  await using stack = await startStack()
  const { caseId } = await stack.seedPost()
  const [ana, ben] = [await stack.as('ana'), await stack.as('ben')]
  await ana.put(`/api/cases/${caseId}/draft`, { body: 'first' })
  await ana.put(`/api/cases/${caseId}/draft`, { body: 'second' })
  await ben.put(`/api/cases/${caseId}/draft`, { body: 'of ben' })
  expect((await ana.get(`/api/cases/${caseId}`)).body.draft.body).toBe('second')
  expect((await ben.get(`/api/cases/${caseId}`)).body.draft.body).toBe('of ben')
  const nowhere = await ana.put(`/api/cases/${randomUUID()}/draft`, { body: 'x' })
  expect(nowhere.body.code).toBe('not_found')
})
