import { sealer } from '@hark/db'
import { startStack, TEST_KEY } from '@hark/testkit'
import { expect, test } from 'vitest'

const purpose = {
  objective: 'Hear of adverse events early.',
  strategy: 'Public posts that name the product.',
  markets: ['DE', 'AT'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  reason: 'agreed in the safety board',
}

test('a programme without a purpose is shown as it is, written, and then may listen', async () => {
  await using stack = await startStack()
  const lea = await stack.as('lea')
  const { id } = stack.programme
  const bare = { objective: '', strategy: '', markets: [], languages: [], responsible: [] }
  await stack.db.updateTable('programme').set(bare).where('id', '=', id).execute()
  expect((await lea.get('/api/programmes')).body.items).toMatchObject([{ id, ...bare }])
  const live = () =>
    lea.post(`/api/programmes/${id}/live`, { platform: 'bluesky', acknowledge: 'Lea Lindqvist' })
  expect((await live()).body.code).toBe('programme.incomplete')
  const written = await lea.call('PUT', `/api/programmes/${id}/purpose`, purpose)
  const { reason: _, ...shown } = purpose
  expect([written.status, written.body.programme]).toMatchObject([200, shown])
  expect((await live()).status).toBe(200)
  expect(stack.failures).toEqual([])
})

test('what it said before is sealed with the entry, and in the ledger in no words', async () => {
  await using stack = await startStack()
  const lea = await stack.as('lea')
  const { id } = stack.programme
  await lea.call('PUT', `/api/programmes/${id}/purpose`, purpose)
  const again = { ...purpose, strategy: 'Forums of patients, too.' }
  const { receipt } = (await lea.call('PUT', `/api/programmes/${id}/purpose`, again)).body
  const entry = await stack.db
    .selectFrom('ledger_entry')
    .select('body')
    .where('id', '=', receipt.entryId)
    .executeTakeFirstOrThrow()
  expect(JSON.parse(entry.body)).toMatchObject({
    actor: { id: lea.person?.id },
    ref: { changed: 'strategy' },
  })
  expect(entry.body).not.toMatch(/Forums|safety board/)
  const sealed = await stack.db
    .selectFrom('ledger_private')
    .select(['field', 'sealed'])
    .where('entry_id', '=', receipt.entryId)
    .orderBy('field')
    .execute()
  const { open } = sealer(TEST_KEY, 'ledger')
  expect(sealed.map((s) => [s.field, open(s.sealed as Buffer)])).toEqual([
    ['reason', purpose.reason],
    ['was', JSON.stringify({ strategy: purpose.strategy })],
  ])
})

test.each<[string, string, object, number]>([
  ['an operator', 'oli', {}, 403],
  ['nothing in the objective', 'lea', { objective: ' ' }, 400],
  ['nobody responsible', 'lea', { responsible: [] }, 400],
  ['a market that is none', 'lea', { markets: ['Germany'] }, 400],
  ['no reason', 'lea', { reason: '' }, 400],
])('by %s nothing is changed', async (_, who, over, status) => {
  await using stack = await startStack()
  const { id } = stack.programme
  const before = await stack.db.selectFrom('programme').selectAll().executeTakeFirstOrThrow()
  const reply = await (await stack.as(who)).call('PUT', `/api/programmes/${id}/purpose`, {
    ...purpose,
    ...over,
  })
  expect(reply.status).toBe(status)
  expect(await stack.db.selectFrom('programme').selectAll().executeTakeFirstOrThrow()).toEqual(before)
})

test('the same again changes nothing, and an unknown programme is none', async () => {
  await using stack = await startStack()
  const lea = await stack.as('lea')
  const put = (id: string) => lea.call('PUT', `/api/programmes/${id}/purpose`, purpose)
  expect((await put(stack.programme.id)).status).toBe(200)
  expect((await put(stack.programme.id)).body.code).toBe('input.invalid')
  expect((await put(crypto.randomUUID())).body.code).toBe('not_found')
})
