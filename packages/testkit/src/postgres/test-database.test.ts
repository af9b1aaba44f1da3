import pg from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './test-database.ts'

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  return (await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end())).rows.flat()
}

test('many databases made at once are migrated and apart', async () => {
  const made = await Promise.all(Array.from({ length: 6 }, () => createTestDatabase()))
  const [first, second] = made.map((database) => database.url())
  await ask(first as string, 'create table mark ()')
  expect(await ask(first as string, "select to_regclass('mark')::text")).toEqual(['mark'])
  expect(await ask(second as string, "select to_regclass('mark')::text")).toEqual([null])
  expect(await ask(second as string, 'select count(*) > 0 from public.migration')).toEqual([true])
  await Promise.all(made.map((database) => database[Symbol.asyncDispose]()))
})

test('a service role signs in with the rights the migrations gave it on the database', async () => {
  await using database = await createTestDatabase()
  expect(await ask(database.url('hark_api'), 'select current_user::text')).toEqual(['hark_api'])
  const rights = "select has_database_privilege('hark_queue', current_database(), 'create')"
  expect(await ask(database.url('hark_queue'), rights)).toEqual([true])
  expect(await ask(database.url(), rights.replace('hark_queue', 'hark_api'))).toEqual([false])
})

test('a disposed database is gone', async () => {
  const database = await createTestDatabase()
  const url = database.url()
  await database[Symbol.asyncDispose]()
  await expect(ask(url, 'select 1')).rejects.toMatchObject({ code: '3D000' })
})
