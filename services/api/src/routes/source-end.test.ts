import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

const reason = 'the contract ran out'

test('ended once, from running or paused; what was to be read back is lost and says so', async () => {
  await using stack = await startStack()
  const oli = await stack.as('oli')
  const { sourceId } = stack.programme
  await oli.post(`/api/sources/${sourceId}/pause`, { reason })
  const both = await Promise.all([1, 2].map(() => oli.post(`/api/sources/${sourceId}/end`, { reason })))
  expect(both.map((r) => r.status).sort()).toEqual([200, 404])
  expect((await oli.post(`/api/sources/${sourceId}/resume`)).status).toBe(404)
  expect((await oli.post(`/api/sources/${sourceId}/pause`, { reason })).status).toBe(404)
  const { gaps } = (await oli.get('/api/coverage')).body
  expect(gaps).toMatchObject([
    { state: 'lost', doing: expect.stringContaining('ended before it was read back') },
  ])
  expect((await oli.get('/api/sources')).body.items).toMatchObject([{ state: 'ended', openGaps: 0 }])
  const { rows } = await sql<{ body: string }>`
    select body from ledger_entry where object_id = ${sourceId} order by staged_no desc limit 1`.execute(
    stack.db,
  )
  expect(JSON.parse(rows[0]?.body ?? '')).toMatchObject({ why: 'ended', actor: { id: oli.person?.id } })
  expect(rows[0]?.body).not.toContain('contract')
  expect(stack.failures).toEqual([])
})

test('who may not change sources ends none, and nobody without a reason', async () => {
  await using stack = await startStack()
  const { sourceId } = stack.programme
  for (const who of ['ana', 'cho', 'aud'])
    expect((await (await stack.as(who)).post(`/api/sources/${sourceId}/end`, { reason })).status).toBe(403)
  expect((await (await stack.as('lea')).post(`/api/sources/${sourceId}/end`, { reason: ' ' })).status).toBe(
    400,
  )
  expect(await stack.auditActions(sourceId)).not.toContain('source.paused')
})

test('an ended source listens again only when its terms are acknowledged anew', async () => {
  await using stack = await startStack({ programme: null })
  const lea = await stack.as('lea')
  const products = [{ brand: 'Zolvara', substance: 'zolvaretine', names: [] }]
  const written = {
    objective: 'Hear of events early',
    strategy: 'Public posts',
    markets: ['DE'],
    languages: ['de'],
    responsible: ['Lea'],
  }
  const entity = { name: 'Zolvara', receivingEntity: 'Test Pharma', receivingZone: 'Europe/Berlin' }
  const { id } = (await lea.post('/api/programmes', { ...written, ...entity, products })).body.programme
  const live = () =>
    lea.post(`/api/programmes/${id}/live`, { platform: 'bluesky', acknowledge: 'Lea Lindqvist' })
  expect((await live()).status).toBe(200)
  const bluesky = async () => (await lea.get('/api/sources')).body.items[0]
  const first = await bluesky()
  await lea.post(`/api/sources/${first.id}/end`, { reason })
  expect((await live()).status).toBe(200)
  const again = await bluesky()
  expect(again).toMatchObject({ id: first.id, state: 'running' })
  expect(again.acknowledgedAt > first.acknowledgedAt).toBe(true)
})
