import { type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { drawSamples } from './draw.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  for (const n of [1, 2])
    await stack.seedPost({ text: `Zolvara ${n}`, finding: { flagged: false, score: 0 } })
  await stack.seedPost({ text: 'Zolvara and a rash' })
  await drawSamples(stack.dbAs('hark_clock'), new Date(Date.now() + 8 * 86_400_000).toISOString())
})
afterAll(() => stack[Symbol.asyncDispose]())

const REFUSED = '42501'
const UNIQUE = '23505'

async function answer(as: string, statement: string): Promise<string> {
  const db = as === 'superuser' ? stack.db : stack.dbAs(as as never)
  const undone = new Error('undone')
  return db
    .transaction()
    .execute(async (trx) => {
      await sql.raw(statement).execute(trx)
      await sql`set constraints all immediate`.execute(trx)
      throw undone
    })
    .catch((err: Error & { code?: string }) => (err === undone ? 'done' : (err.code ?? String(err))))
}

const tables = ['sample', 'sample_stratum', 'sample_post']
const keyOf: Record<string, string> = { sample: 'seed', sample_stratum: 'posts', sample_post: 'band' }

test.each(tables)('%s is written once, and by nobody changed', async (table) => {
  const key = keyOf[table]
  for (const statement of [
    `update ${table} set ${key} = ${key}`,
    `delete from ${table}`,
    `truncate ${table} cascade`,
  ]) {
    expect(await answer('superuser', statement), statement).toBe(REFUSED)
    for (const as of [
      'hark_clock',
      'hark_api',
      'hark_classifier',
      'hark_ingest',
      'hark_publisher',
      'hark_auditor',
    ])
      expect(await answer(as, statement), `${as}: ${statement}`).toBe(REFUSED)
  }
})

test('nobody but the clock draws', async () => {
  for (const table of tables)
    for (const as of ['hark_api', 'hark_classifier', 'hark_ingest', 'hark_publisher', 'hark_auditor'])
      expect(await answer(as, `insert into ${table} default values`), `${as} ${table}`).toBe(REFUSED)
})

test('who reads posts or publishes sees no sample; the api sees who was drawn only by what became of it', async () => {
  for (const as of ['hark_classifier', 'hark_ingest', 'hark_publisher'])
    for (const table of [...tables, 'sample_outcome'])
      expect(await answer(as, `select from ${table}`), `${as} ${table}`).toBe(REFUSED)
  expect(await answer('hark_api', 'select from sample_post')).toBe(REFUSED)
})

const again = (more = '') => `
  insert into sample (id, programme_id, practice, from_at, to_at, seed, model, frame, gone, drawn_by, entry_id)
  select gen_random_uuid(), programme_id, practice, from_at ${more}, to_at ${more}, seed, model, frame, gone, drawn_by, entry_id from sample`
const sampleCase = (over: Record<string, string> = {}) => {
  const row = { lane: `'sample'`, flagged_at: 'null', state: `'open'`, ...over }
  return `insert into pv_case (id, programme_id, practice, product_group, patient, ingested_at, last_entry, ${Object.keys(row)})
    select gen_random_uuid(), programme_id, practice, product_group, patient, ingested_at, last_entry, ${Object.values(row)} from pv_case limit 1`
}

test.each([
  ['hark_clock', 'draws a period twice', again(), UNIQUE],
  [
    'hark_clock',
    'draws without an entry',
    again(`+ interval '7 days'`).replace('entry_id from', 'gen_random_uuid() from'),
    '23503',
  ],
  ['hark_clock', 'draws a post twice', 'insert into sample_post select * from sample_post', UNIQUE],
  [
    'hark_clock',
    'draws from outside a stratum',
    `insert into sample_post select p.id, s.id, 'other', 'near' from sample s, post p join post_stage g on g.post_id = p.id and g.outcome = 'flagged'`,
    '23503',
  ],
  ['hark_clock', 'opens a case that is no sample', sampleCase({ lane: `'standard'` }), REFUSED],
  ['hark_clock', 'opens a case of a flag', sampleCase({ flagged_at: 'now()' }), REFUSED],
  ['hark_classifier', 'opens a case without a flag', sampleCase({ lane: `'standard'` }), REFUSED],
  [
    'hark_api',
    'says a sampled post was flagged',
    `update pv_case set flagged_at = now() where lane = 'sample'`,
    REFUSED,
  ],
  [
    'hark_api',
    'withdraws a flagged case',
    `update pv_case set state = 'withdrawn' where lane = 'standard'`,
    '23514',
  ],
  [
    'hark_clock',
    'withdraws a flagged case',
    `update pv_case set state = 'withdrawn' where lane = 'standard'`,
    '23514',
  ],
])('%s %s: refused', async (as, _, statement, code) => {
  expect(await answer(as, statement)).toBe(code)
})

test('the same acts as they should be done are granted', async () => {
  expect(await answer('hark_clock', again(`+ interval '7 days'`))).toBe('done')
  expect(await answer('hark_clock', sampleCase())).toBe('done')
  expect(await answer('hark_clock', `update pv_case set state = 'withdrawn' where lane = 'sample'`)).toBe(
    'done',
  )
  const back = `update pv_case set state = 'withdrawn' where lane = 'sample'; update pv_case set state = 'open' where lane = 'sample'`
  expect(await answer('hark_api', back)).toBe(REFUSED)
})
