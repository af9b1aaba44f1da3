import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sealer } from '@hark/db'
import { createLogger, createMetrics } from '@hark/runtime'
import { uploadPlace } from '@hark/sources'
import { TEST_KEY } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { bring, startImports } from '../../services/api/src/routes/imports.fixture.ts'
import { importNext, sweepUploads } from '../../services/ingest/src/import-files.ts'

const table = [
  'id,text,author,date',
  '1,Zolvara gave me a rash,ana,2026-11-01',
  '2,"=cmd|\'/c calc\'!A1 Zolvara",-bob,2026-11-02',
  '3,Nothing to do with it,cara,2026-11-03',
  '4,,dan,2026-11-04',
  '5,Zolvara again,eve,03/04/2026',
].join('\n')
const never = new AbortController().signal
const many = (rows: number, from = 0) =>
  ['id,text', ...Array.from({ length: rows }, (_, n) => `${from + n},Zolvara and a rash ${from + n}`)].join(
    '\n',
  )

async function world() {
  const here = await startImports()
  const ingest = {
    db: here.stack.dbAs('hark_ingest'),
    sealing: { pseudonymKey: TEST_KEY, sealHandle: sealer(TEST_KEY, 'handle').seal },
    log: createLogger({ service: 'ingest', level: 'silent' }),
    metrics: createMetrics('ingest'),
    uploads: uploadPlace(here.uploads),
  }
  const start = (id: string, acknowledge = 'Oli Okafor') =>
    here.oli.post(`/api/imports/${id}/start`, { acknowledge })
  const one = async (id: string) => (await here.oli.get(`/api/imports/${id}`)).body
  const posts = async () =>
    (
      await sql<{ externalId: string; text: string }>`
      select external_id as "externalId", text from post order by external_id`.execute(here.stack.db)
    ).rows
  return { ...here, ingest, start, one, posts }
}

test('a file is imported by the way every source takes: counted, in somebody’s name, gone after it; again it adds nothing', async () => {
  await using here = await world()
  const id = await bring(here.oli, here.programme.id, table)
  const preview = (await here.oli.post(`/api/imports/${id}/preview`, {})).body
  await here.start(id)
  expect(await here.one(id)).toMatchObject({ state: 'wanted', share: 0, received: table.length })
  expect(await importNext(here.ingest, never)).toBe(true)
  const counts = { offered: 5, stored: 2, duplicate: 0, unmatched: 1, rejected: 2 }
  expect(await here.one(id)).toMatchObject({ state: 'done', share: 1, ...counts, problem: null })
  expect(await here.files()).toEqual([])
  expect(await here.posts()).toEqual(
    preview.posts.map(({ externalId, text }: { externalId: string; text: string }) => ({ externalId, text })),
  )
  const list = await here.oli.get(`/api/imports/${id}/rejected`)
  expect(list.headers['content-type']).toContain('text/csv')
  expect(list.body).toBe('line,reason\r\n5,text.absent\r\n6,date.ambiguous\r\n')

  const again = await bring(here.oli, here.programme.id, table)
  await here.start(again)
  await importNext(here.ingest, never)
  expect(await here.one(again)).toMatchObject({ state: 'done', ...counts, stored: 0, duplicate: 2 })
  expect(await here.posts()).toHaveLength(2)
  expect((await here.oli.get(`/api/imports/${again}/rejected`)).body).toBe(list.body)
  expect((await here.oli.get('/api/balance')).body.balanced).toBe(true)
  expect(await importNext(here.ingest, never)).toBe(false)
  const [source] = await here.stack.db
    .selectFrom('source')
    .selectAll()
    .where('platform', '=', 'file')
    .execute()
  expect(source).toMatchObject({ state: 'ended', acknowledged_by: 'Oli Okafor' })
  expect(here.stack.failures).toEqual([])
})

test('the mapping a person made is the one it is read by', async () => {
  await using here = await world()
  const id = await bring(
    here.oli,
    here.programme.id,
    'Nr.;Was;Wann\n1;Von Zolvara wurde mir übel;03/04/2026\n',
  )
  const columns = { id: ['Nr.'], text: ['Was'], date: ['Wann'] }
  await here.oli.post(`/api/imports/${id}/start`, {
    acknowledge: 'Oli Okafor',
    mapping: { columns, dateOrder: 'mdy' },
  })
  await importNext(here.ingest, never)
  expect(await here.one(id)).toMatchObject({ state: 'done', stored: 1 })
  const [post] = await here.stack.db.selectFrom('post').selectAll().execute()
  expect(post).toMatchObject({ external_id: '1', posted_at: '2026-03-04T00:00:00.000Z' })
})

test('an import that is stopped keeps what it stored, counts it, and lets its file go', async () => {
  await using here = await world()
  const id = await bring(here.oli, here.programme.id, many(8_000))
  await here.start(id)
  const reading = importNext(here.ingest, never)
  await expect
    .poll(async () => (await here.one(id)).stored, { timeout: 20_000, interval: 20 })
    .toBeGreaterThan(0)
  expect((await here.oli.delete(`/api/imports/${id}`)).status).toBe(200)
  await reading
  const stopped = await here.one(id)
  expect(stopped.state).toBe('dropped')
  expect(stopped.stored).toBeLessThan(8_000)
  expect(await here.posts()).toHaveLength(stopped.stored)
  expect(await here.files()).toEqual([])
  expect((await here.oli.get('/api/balance')).body.balanced).toBe(true)
  expect(await importNext(here.ingest, never)).toBe(false)
})

test('ending its source ends an import; pausing holds it until it is resumed', async () => {
  await using here = await world()
  const [held, ended] = [
    await bring(here.oli, here.programme.id, table, 'held.csv'),
    await bring(here.oli, here.programme.id, table, 'ended.csv'),
  ]
  const source = async (id: string, act: string) =>
    here.oli.post(`/api/sources/${(await here.start(id)).body.import.sourceId}/${act}`, { reason: 'not now' })
  await source(held, 'pause')
  await source(ended, 'end')
  expect(await importNext(here.ingest, never)).toBe(true)
  expect(await here.one(ended)).toMatchObject({ state: 'dropped', offered: 0 })
  expect(await importNext(here.ingest, never)).toBe(false)
  const { sourceId } = await here.one(held)
  await here.oli.post(`/api/sources/${sourceId}/resume`, {})
  await importNext(here.ingest, never)
  expect(await here.one(held)).toMatchObject({ state: 'done', stored: 2 })
})

test('a file that ends its reader time and again is given up, and one that is no table fails with the reason', async () => {
  await using here = await world()
  const poison = await bring(here.oli, here.programme.id, table, 'poison.csv')
  await here.start(poison)
  await here.stack.db.updateTable('file_import').set({ attempts: 5 }).execute()
  await importNext(here.ingest, never)
  expect(await here.one(poison)).toMatchObject({ state: 'failed', problem: 'import.gave_up', offered: 0 })
  const none = await bring(here.oli, here.programme.id, 'no table', 'none.txt')
  await here.start(none)
  await importNext(here.ingest, never)
  expect(await here.one(none)).toMatchObject({ state: 'failed', problem: 'import.bad_file' })
  expect(await here.files()).toEqual([])
})

test('what a crash left behind and what was forgotten is swept; what waits for a person or is read stays', async () => {
  await using here = await world()
  const [open, wanted, forgotten] = [
    await bring(here.oli, here.programme.id, table, 'open.csv'),
    await bring(here.oli, here.programme.id, table, 'wanted.csv'),
    await bring(here.oli, here.programme.id, table, 'forgotten.csv'),
  ]
  await here.start(wanted)
  await writeFile(join(here.uploads, '018f0000-0000-7000-8000-000000000000'), 'left by a crash')
  await sql`update file_import set touched_at = now() - interval '3 hours' where id = ${forgotten}`.execute(
    here.stack.db,
  )
  await sweepUploads(here.ingest)
  expect((await here.files()).sort()).toEqual([open, wanted].sort())
  expect(await here.one(forgotten)).toMatchObject({ state: 'dropped' })
})

test('the database lets no import begin anywhere but open, change once it ended, or run without its source', async () => {
  await using here = await world()
  const id = await bring(here.oli, here.programme.id, table)
  const [api, ingest] = [here.stack.dbAs('hark_api'), here.stack.dbAs('hark_ingest')]
  await expect(sql`update file_import set state = 'wanted' where id = ${id}`.execute(api)).rejects.toThrow(
    /wanted_has_its_source/,
  )
  await expect(sql`update file_import set stored = 1 where id = ${id}`.execute(ingest)).rejects.toThrow(
    /offered_is_accounted/,
  )
  await expect(sql`update file_import set stored = 0 where id = ${id}`.execute(api)).rejects.toThrow(
    /permission denied/,
  )
  await here.oli.delete(`/api/imports/${id}`)
  await expect(
    sql`update file_import set state = 'open', ended_at = null where id = ${id}`.execute(api),
  ).rejects.toThrow(/ended is not changed/)
})
