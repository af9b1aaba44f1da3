import { createTestDatabase } from '@hark/testkit'
import { expect, test } from 'vitest'
import { connect } from './connect.ts'
import { goLive, type LiveSource } from './go-live.ts'
import { findProgramme } from './ingest/find-programme.ts'
import { insertProgramme, insertSource } from './programmes.ts'

const actor = { id: 'test', kind: 'service' } as const
const whole = {
  kind: 'live' as const,
  objective: 'Hear of adverse events early.',
  strategy: 'Posts that name the product.',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['Lea Lindqvist'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  replyAccount: null,
  products: [{ group: 'zolvara', brand: 'Zolvara', substance: 'zolvaretine', own: true, names: [] }],
}

test.each([
  ['internal', 'bluesky'],
  ['bluesky', 'internal'],
])(
  'a programme that listens to %s cannot listen to %s; files and others of its kind it can',
  async (first, second) => {
    await using base = await createTestDatabase()
    const db = connect({ url: base.url() })
    try {
      await db.transaction().execute((trx) => insertProgramme(trx, { ...whole, name: 'Zolvara' }, actor))
      const programme = await findProgramme(db, 'Zolvara')
      const source = (platform: string): LiveSource => ({
        programme,
        platform,
        name: `${platform} ${crypto.randomUUID()}`,
        config: {},
        policy: {},
        acknowledgedBy: 'Lea Lindqvist',
        actor,
      })
      await goLive(db, source(first))
      await goLive(db, source(first))
      await goLive(db, source('file'))
      await expect(goLive(db, source(second))).rejects.toMatchObject({ code: 'source.forbidden_by_policy' })
      // Whatever the application did.
      const past = { ...source(second), programmeId: programme.id, state: 'running' as const }
      const inserted = db.transaction().execute((trx) => insertSource(trx, past, actor))
      await expect(inserted).rejects.toThrow('never in one programme')
      const draft = await db
        .transaction()
        .execute((trx) => insertSource(trx, { ...past, state: 'draft' }, actor))
      const started = db.updateTable('source').set({ state: 'running' }).where('id', '=', draft).execute()
      await expect(started).rejects.toThrow('never in one programme')
    } finally {
      await db.destroy()
    }
  },
)
