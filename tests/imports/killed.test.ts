import { type RejectedLine, readRejected } from '@hark/db'
import { superviseServices, testKeys, until } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { bring, startImports } from '../../services/api/src/routes/imports.fixture.ts'

const rows = 2_300
const table = [
  'id,text',
  ...Array.from({ length: rows }, (_, n) => `${n},Zolvara and a rash ${n}${n % 50 === 0 ? `\nx${n},` : ''}`),
].join('\n')

test('ingest killed before and after a batch is committed goes on where it stopped: nothing twice, nothing lost, no copy left', async () => {
  await using here = await startImports()
  await using services = superviseServices({
    url: here.stack.url,
    env: { ingest: { HARK_UPLOAD_DIR: here.uploads, HARK_PRIVATE_KEY: testKeys.privateKey } },
  })
  const id = await bring(here.oli, here.programme.id, table)
  await services.keep('ingest', { HARK_CRASH_AT: 'ingest.beforeCommit#2' })
  await here.oli.post(`/api/imports/${id}/start`, { acknowledge: 'Oli Okafor' })
  await until('it was killed once', async () => services.deaths.length === 1, 30_000)
  expect((await services.oneLife('ingest', { HARK_CRASH_AT: 'ingest.afterCommit#1' })).signal).toBe('SIGKILL')
  const one = async () => (await here.oli.get(`/api/imports/${id}`)).body
  await until(
    'it is done',
    async () => (await one()).state === 'done',
    60_000,
    () => services.outputs().join('\n'),
  )
  const rejected = Math.ceil(rows / 50)
  expect(await one()).toMatchObject({
    offered: rows + rejected,
    stored: rows,
    duplicate: 0,
    unmatched: 0,
    rejected,
  })
  const { rows: found } = await sql<{ posts: number; lines: number }>`
    select (select count(distinct external_id) from post) as posts, (select count(*) from rejection where batch_id = ${id}) as lines`.execute(
    here.stack.db,
  )
  expect(found).toEqual([{ posts: rows, lines: rejected }])
  const list = (await here.oli.get(`/api/imports/${id}/rejected`)).body.split('\r\n')
  expect([list[0], list[1], list.length]).toEqual(['line,reason', '3,text.absent', rejected + 2])
  const pages: RejectedLine[][] = []
  for await (const page of readRejected(here.stack.db, id, 10)) pages.push(page)
  expect(pages.map((page) => page.length)).toEqual([10, 10, 10, 10, 6])
  expect(pages.flat().map(({ line, reason }) => `${line},${reason}`)).toEqual(list.slice(1, -1))
  expect(await here.files()).toEqual([])
  expect((await here.oli.get('/api/balance')).body.balanced).toBe(true)
}, 120_000)
