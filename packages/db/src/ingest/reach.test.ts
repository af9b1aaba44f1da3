import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type Db } from '../connect.ts'

let base: Awaited<ReturnType<typeof createTestDatabase>>
let sourceId: string
const open: Db[] = []
const dbAs = (role?: 'hark_api') => {
  const db = connect({ url: base.url(role), max: 1 })
  open.push(db)
  return db
}
const letTo = (db: Db, reach: string[]) =>
  db.updateTable('source').set({ reach }).where('id', '=', sourceId).execute()

beforeAll(async () => {
  base = await createTestDatabase()
  sourceId = (await seedProgramme(dbAs())).sourceId
})
afterAll(async () => {
  await Promise.all(open.map((db) => db.destroy()))
  await base[Symbol.asyncDispose]()
})

test('who is at the keyboard lets a source to an address on this machine', async () => {
  await letTo(dbAs(), ['127.0.0.1:9000', 'localhost:80', '[::1]:65535'])
})

test.each(['10.0.0.1:80', '169.254.169.254:80', 'db:5432', '127.0.0.1', '127.0.0.1:80 10.0.0.1:80'])(
  'to “%s” nobody does',
  async (address) => {
    await expect(letTo(dbAs(), [address])).rejects.toMatchObject({ constraint: 'source_reach_check' })
  },
)

test('over the api nobody lets a source anywhere; what was let may be taken back', async () => {
  const api = dbAs('hark_api')
  await expect(letTo(api, ['127.0.0.1:9001'])).rejects.toMatchObject({ code: '42501' })
  await letTo(api, [])
})
