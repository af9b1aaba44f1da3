import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { recordModel } from './record-model.ts'

test('what judges posts is recorded once each time it is another, also by many at once', async () => {
  await using stack = await startStack({ programme: null })
  const db = stack.dbAs('hark_classifier')
  const use = (model: string, facts: Record<string, string> = {}) =>
    recordModel(db, { model, threshold: 0.25, facts })
  const many = await Promise.all([1, 2, 3, 4].map(() => use('hark-0+a')))
  expect(many.filter(Boolean)).toHaveLength(1)
  expect(await use('hark-0+a')).toBe(false)
  expect(await use('hark-0+a+candidate.b', { base: 'hark-0+a', labels: '400' })).toBe(true)
  expect(await use('hark-0+a+candidate.b', { base: 'hark-0+a', labels: '400' })).toBe(false)
  expect(await use('hark-0+a')).toBe(true)
  const { rows } = await sql<{ id: string; ref: object; actor: string }>`
    select e.object_id as id, e.body::jsonb -> 'ref' as ref, e.body::jsonb #>> '{actor,id}' as actor
    from judging_model m join ledger_entry e on e.id = m.entry_id where e.action = 'model.changed' order by m.seq`.execute(
    stack.db,
  )
  expect(rows).toEqual([
    { id: 'hark-0+a', ref: { threshold: '0.25' }, actor: 'classifier' },
    {
      id: 'hark-0+a+candidate.b',
      ref: { threshold: '0.25', base: 'hark-0+a', labels: '400' },
      actor: 'classifier',
    },
    { id: 'hark-0+a', ref: { threshold: '0.25' }, actor: 'classifier' },
  ])
})

test('nobody rewrites which model judged', async () => {
  await using stack = await startStack({ programme: null })
  await recordModel(stack.dbAs('hark_classifier'), { model: 'hark-0+a', threshold: 0.25, facts: {} })
  for (const role of ['hark_classifier', 'hark_api', 'hark_clock', 'hark_ingest', 'hark_publisher'] as const)
    for (const change of [`update judging_model set model = 'x'`, 'delete from judging_model'])
      await expect(sql.raw(change).execute(stack.dbAs(role))).rejects.toMatchObject({ code: '42501' })
})
