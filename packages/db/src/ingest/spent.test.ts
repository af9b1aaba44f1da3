import { createTestDatabase, seedProgramme } from '@hark/testkit'
import { expect, it } from 'vitest'
import { connect } from '../connect.ts'
import { spentOf } from './spent.ts'

it('what was spent outlives the process, and racing askers share one allowance', async () => {
  await using base = await createTestDatabase()
  const admin = connect({ url: base.url() })
  const { sourceId } = await seedProgramme(admin)
  const db = connect({ url: base.url('hark_ingest'), max: 8 })
  try {
    const takeOne = (store: ReturnType<typeof spentOf>) =>
      store.update('search', (spent) => {
        const amount = (spent?.amount ?? 0) + 1
        const granted = amount <= 10
        return { spent: granted ? { amount, atMs: 1_700_000_000_123 } : spent, result: granted }
      })
    const results = await Promise.all(Array.from({ length: 30 }, () => takeOne(spentOf(db, sourceId))))
    expect(results.filter(Boolean)).toHaveLength(10)
    const kept = await spentOf(db, sourceId).update('search', (spent) => ({ spent, result: spent }))
    expect(kept).toEqual({ amount: 10, atMs: 1_700_000_000_123 })
    expect(await spentOf(db, sourceId).update('other', (spent) => ({ spent, result: spent }))).toBeNull()
  } finally {
    await db.destroy()
    await admin.destroy()
  }
})
