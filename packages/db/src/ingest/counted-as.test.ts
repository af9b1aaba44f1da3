import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { expect, it } from 'vitest'
import { connect } from '../connect.ts'
import { countedAsHash, countSourceAs } from './counted-as.ts'
import { pausesOf } from './pauses.ts'
import { spentOf } from './spent.ts'

const key = Buffer.alloc(32, 7)
const atMs = Date.parse('2026-11-22T10:00:00Z')

it('names a key by a salted hash, another for another platform, key or deployment', () => {
  const name = countedAsHash(key, 'x', 'bearer')
  expect(name).toMatch(/^[0-9a-f]{64}$/)
  const others = [
    countedAsHash(key, 'youtube', 'bearer'),
    countedAsHash(key, 'x', 'other'),
    countedAsHash(Buffer.alloc(32, 8), 'x', 'bearer'),
  ]
  expect(new Set([name, ...others]).size).toBe(4)
  expect(countedAsHash(key, 'x', 'bearer')).toBe(name)
})

it('sources of one key spend one budget, and keep one "later"; what a source spent before its key was known comes along', async () => {
  await using base = await createTestDatabase()
  const admin = connect({ url: base.url() })
  const db = connect({ url: base.url('hark_ingest'), max: 4 })
  const api = connect({ url: base.url('hark_api'), max: 1 })
  try {
    const { sourceId: one } = await seedProgramme(admin, { platform: 'x' })
    const { sourceId: two } = await seedProgramme(admin, { platform: 'x' })
    const spend = (name: string, amount: number, as = db) =>
      spentOf(as, name).update('posts', (spent) => {
        const after = { amount: (spent?.amount ?? 0) + amount, atMs }
        return { spent: after, result: after.amount }
      })
    await spend(one, 3)
    await spend(two, 4)
    const shared = countedAsHash(key, 'x', 'bearer')
    await Promise.all([countSourceAs(db, one, shared), countSourceAs(db, two, shared)])
    await countSourceAs(db, one, shared)
    // A look from the console counts with them.
    expect(await spend(shared, 1, api)).toBe(8)
    const names = await admin.selectFrom('platform_spent').select('counted_as').execute()
    expect(names).toEqual([{ counted_as: shared }])

    await pausesOf(api, shared).hold('api.x.com', atMs)
    await pausesOf(db, shared).hold('api.x.com', atMs - 60_000)
    expect(await pausesOf(db, shared).until('api.x.com')).toBe(atMs)
    expect(await pausesOf(db, 'other').until('api.x.com')).toBe(0)

    // Another key has an allowance of its own.
    await countSourceAs(db, one, countedAsHash(key, 'x', 'new'))
    expect(await spend(countedAsHash(key, 'x', 'new'), 1)).toBe(1)
    expect(await spend(shared, 0)).toBe(8)
  } finally {
    await Promise.all([db.destroy(), admin.destroy(), api.destroy()])
  }
})
