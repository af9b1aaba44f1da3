import { connect, noteQueueEpoch, relayStages, type Undispatched } from '@hark/db'
import { createTestDatabase, seedPost, seedProgramme } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'

test('when the queue has another memory than last time, all that waits is handed over again, as another generation', async () => {
  await using database = await createTestDatabase()
  const admin = connect({ url: database.url(), max: 2 })
  const clock = connect({ url: database.url('hark_clock'), max: 2 })
  const handedOver = async () => {
    const work: Undispatched[] = []
    await relayStages(clock, 100, async (rows) => void work.push(...rows))
    return work.map((w) => w.gen)
  }
  try {
    const programme = await seedProgramme(admin)
    for (let i = 0; i < 3; i++) await seedPost(admin, programme)
    await sql`update post_stage set state = 'pending', outcome = null`.execute(admin)
    expect(await noteQueueEpoch(clock, 'first')).toBe(0)
    expect(await handedOver()).toEqual([0, 0, 0])
    expect(await noteQueueEpoch(clock, 'first')).toBe(0)
    expect(await handedOver()).toEqual([])

    expect(await noteQueueEpoch(clock, 'second')).toBe(3)
    expect(await handedOver()).toEqual([1, 1, 1])
    expect(await noteQueueEpoch(clock, 'second')).toBe(0)
  } finally {
    await Promise.all([admin.destroy(), clock.destroy()])
  }
})
