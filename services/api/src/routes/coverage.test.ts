import { storeBatch } from '@hark/db'
import { type Client, decide, forwardableConclusion, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const reason = 'the feed is down for repair'
const body = {
  name: 'Zolvara in Germany',
  objective: 'Hear of adverse events early.',
  strategy: 'Public posts that name the product.',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  products: [{ brand: 'Zolvara', substance: 'zolvaretine', names: [{ name: 'zolva', kind: 'slang' }] }],
}
const sourceOf = async (who: Client, id: string) =>
  (await who.get('/api/sources')).body.items.find((s: { id: string }) => s.id === id)
const live = (who: Client, id: string, acknowledge = 'Lea Lindqvist') =>
  who.post(`/api/programmes/${id}/live`, { platform: 'bluesky', acknowledge })

test('a pause opens a gap that is shown; resuming ends it; each once', async () => {
  await using stack = await startStack()
  const oli = await stack.as('oli')
  const { sourceId } = stack.programme
  const gaps = async () => (await oli.get(`/api/coverage?source=${sourceId}`)).body.gaps
  const both = await Promise.all([1, 2].map(() => oli.post(`/api/sources/${sourceId}/pause`, { reason })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 404])
  expect(await gaps()).toMatchObject([{ state: 'open', to: null, reason: 'paused by a person' }])
  expect(await sourceOf(oli, sourceId)).toMatchObject({ state: 'paused', openGaps: 1 })
  expect((await oli.post(`/api/sources/${sourceId}/resume`)).status).toBe(200)
  expect((await oli.post(`/api/sources/${sourceId}/resume`)).status).toBe(404)
  expect(await gaps()).toMatchObject([{ state: 'filled', to: expect.any(String) }])
  expect(await sourceOf(oli, sourceId)).toMatchObject({ state: 'running', openGaps: 0 })
  const { rows } = await sql<{
    body: string
  }>`select body from ledger_entry where object_id = ${sourceId} order by staged_no`.execute(stack.db)
  expect(rows.map((r) => JSON.parse(r.body).why)).toEqual([undefined, 'paused', 'resumed'])
  expect(rows.some((r) => r.body.includes('repair'))).toBe(false)
  const cho = await stack.as('cho')
  expect((await cho.post(`/api/sources/${sourceId}/pause`, { reason })).status).toBe(403)
  expect(stack.failures).toEqual([])
})

test('a quarantined post goes back to the classifier once, with fresh attempts', async () => {
  await using stack = await startStack()
  const [oli, ana] = [await stack.as('oli'), await stack.as('ana')]
  const { id } = await stack.seedPost({ finding: false })
  await sql`update post_stage set state = 'quarantined', outcome = null, attempts = 5, last_error = 'poison' where post_id = ${id}`.execute(
    stack.db,
  )
  expect((await ana.post(`/api/quarantine/${id}/retry`)).status).toBe(403)
  expect((await oli.get('/api/quarantine')).body.items).toMatchObject([
    { postId: id, attempts: 5, lastError: 'poison' },
  ])
  const both = await Promise.all([1, 2].map(() => oli.post(`/api/quarantine/${id}/retry`)))
  expect(both.map((r) => r.status).sort()).toEqual([200, 404])
  const stage = await stack.db
    .selectFrom('post_stage')
    .selectAll()
    .where('post_id', '=', id)
    .executeTakeFirstOrThrow()
  expect(stage).toMatchObject({ state: 'pending', gen: 1, attempts: 0, dispatched_at: null })
  expect(await stack.auditActions(id)).toEqual(['post.retried'])
  expect((await oli.get('/api/quarantine')).body.items).toEqual([])
})

test('a programme is created whole or refused by name', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  const made = await lea.post('/api/programmes', body)
  expect(made.body.programme).toMatchObject({
    name: body.name,
    kind: 'live',
    sources: 0,
    responsible: ['Lea Lindqvist'],
  })
  expect(made.body.programme.products[0].names.map((n: { name: string }) => n.name)).toEqual([
    'Zolvara',
    'zolva',
    'zolvaretine',
  ])
  const wrong: object[] = [
    body,
    { ...body, name: 'B', products: [] },
    { ...body, name: 'Another', products: [...body.products, ...body.products] },
    { ...body, name: 'Another', receivingZone: 'Berlin/Europe' },
    { ...body, name: 'Another', receivingZone: '+02:00' },
    { ...body, name: 'Another', responsible: [] },
    { ...body, name: 'Another', objective: '' },
    { ...body, name: 'Another', kind: 'practice', markets: ['Germany'] },
  ]
  for (const given of wrong) {
    const reply = await lea.post('/api/programmes', given)
    expect([given, reply.status, reply.body.code]).toEqual([given, 400, 'input.invalid'])
  }
  expect((await lea.get('/api/programmes')).body.items).toHaveLength(1)
  expect(
    (await (await stack.as('oli')).post('/api/programmes', { ...body, name: 'Of an operator' })).status,
  ).toBe(403)
  expect(stack.failures).toEqual([])
})

test('going live takes the exact printed name of whoever does it, and keeps what was shown', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  const { id } = (await lea.post('/api/programmes', body)).body.programme
  for (const name of ['lea lindqvist', 'Lea  Lindqvist', 'Luc Laurent', 'Lea Lindqvist.', 'lea'])
    expect((await live(lea, id, name)).body.code).toBe('source.not_acknowledged')
  expect((await lea.get('/api/sources')).body.items).toEqual([])
  expect((await lea.get('/api/session')).body.deployment.live).toBe(false)
  expect((await live(lea, id)).status).toBe(200)
  const [source] = (await lea.get('/api/sources')).body.items
  const shown = (await lea.get('/api/live/bluesky')).body.policy
  expect(source).toMatchObject({
    platform: 'bluesky',
    state: 'running',
    acknowledgedBy: 'Lea Lindqvist',
    policy: shown,
  })
  expect((await lea.get('/api/session')).body.deployment.live).toBe(true)
  expect(await stack.auditActions(source.id)).toEqual(['source.acknowledged'])
  await lea.post(`/api/sources/${source.id}/pause`, { reason })
  expect((await live(lea, id)).status).toBe(200)
  expect(await sourceOf(lea, source.id)).toMatchObject({ state: 'running', openGaps: 0 })
  expect(stack.failures).toEqual([])
})

test('a programme that lacks people, objective, strategy, markets or languages does not go live; a practice one never', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  const { id } = (await lea.post('/api/programmes', body)).body.programme
  const complete = { objective: 'o', strategy: 's', responsible: ['L'], markets: ['DE'], languages: ['de'] }
  const lacking = [
    { responsible: [] },
    { objective: ' ' },
    { strategy: '' },
    { markets: [] },
    { languages: [] },
  ]
  for (const change of [...lacking, { kind: 'practice' }]) {
    await stack.db
      .updateTable('programme')
      .set({ ...complete, ...change })
      .where('id', '=', id)
      .execute()
    const code = 'kind' in change ? 'programme.is_practice' : 'programme.incomplete'
    expect([change, (await live(lea, id)).body.code]).toEqual([change, code])
  }
  expect(await stack.db.selectFrom('source').select('id').execute()).toEqual([])
})

test('the database itself runs no source that nobody acknowledged', async () => {
  await using stack = await startStack()
  const { sourceId } = stack.programme
  for (const role of ['hark_api', undefined]) {
    const db = role ? stack.dbAs(role) : stack.db
    const write = db.updateTable('source').set({ acknowledged_by: null }).where('id', '=', sourceId).execute()
    await expect(write).rejects.toMatchObject({ constraint: 'acknowledged_before_running' })
  }
  const names = sql`update source set acknowledged_by = 'me' where id = ${sourceId}`.execute(
    stack.dbAs('hark_ingest'),
  )
  await expect(names).rejects.toMatchObject({ code: '42501' })
})

const balance = async (stack: Stack) => (await (await stack.as('aud')).get('/api/balance')).body

test('the three sums agree, from import to hand-off', async () => {
  await using stack = await startStack()
  const ana = await stack.as('ana')
  const [forwarded] = [await stack.seedPost(), await stack.seedPost({ text: 'Zolvara again' })]
  await stack.seedPost({ finding: false })
  await decide(ana, forwarded.caseId, forwardableConclusion(forwarded))
  await storeBatch(
    stack.dbAs('hark_ingest'),
    {
      sourceId: stack.programme.sourceId,
      cursorBefore: null,
      cursor: null,
      posts: [],
      unmatched: 7,
      rejected: [{ reason: 'no text' }],
      removals: [],
    },
    { pseudonymKey: Buffer.alloc(32), sealHandle: () => Buffer.alloc(0) },
  )
  const b = await balance(stack)
  expect(b).toMatchObject({
    balanced: true,
    offered: [{ offered: 11, unmatched: 7, duplicate: 0, stored: 3, rejected: 1, difference: 0 }],
    stored: [{ stored: 3, negative: 1, inReview: 1, decided: 1, waiting: 0, difference: 0 }],
    forwarded: { forwarded: 1, acked: 0, pending: 1, failed: 0, withdrawn: 0, difference: 0 },
  })
})

/** What was done to which table → the sum it shows in. */
const tampering = [
  ['source_count', 'update source_count set stored = stored + 1, offered = offered + 1', 'stored'],
  ['source_count', 'update source_count set stored = stored - 1, offered = offered - 1', 'stored'],
  ['source_count', 'delete from source_count', 'stored'],
  ['post_stage', "delete from post_stage where outcome = 'negative'", 'stored'],
  ['case_post', 'delete from case_post', 'stored'],
  [
    'handoff',
    'alter table handoff disable trigger user; delete from handoff; alter table handoff enable trigger user',
    'forwarded',
  ],
] as const

test('whatever is taken or added behind our back shows as a difference', async () => {
  await using stack = await startStack()
  const post = await stack.seedPost()
  await stack.seedPost({ finding: false })
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
  for (const [table, tamper, sum] of tampering) {
    expect((await balance(stack)).balanced).toBe(true)
    await sql.raw(`create table public.kept as table ${table}; ${tamper}`).execute(stack.db)
    const b = await balance(stack)
    expect([tamper, b.balanced]).toEqual([tamper, false])
    expect([b[sum]].flat().some((r: { difference: number }) => r.difference !== 0)).toBe(true)
    const restore = `delete from ${table}; insert into ${table} table public.kept; drop table public.kept`
    await sql.raw(restore).execute(stack.db)
  }
})
