import { verifyInBatch } from '@hark/ledger'
import { createTestDatabase } from '@hark/testkit'
import { expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { storeBatch } from '../ingest/store-batch.ts'
import { insertProgramme, insertSource } from '../programmes.ts'
import { provePost } from './prove-post.ts'

const operator = { id: 'test', kind: 'service' } as const
const programme = {
  name: 'p',
  kind: 'live' as const,
  objective: 'o',
  strategy: 's',
  markets: ['DE'],
  languages: ['de'],
  responsible: ['R'],
  replyAccount: null,
  receivingEntity: 'E',
  receivingZone: 'Europe/Berlin',
  products: [{ group: 'g', brand: 'Brandol', substance: 'brandolin', own: true, names: [] }],
}
const post = (n: number) => ({
  platform: 'file' as const,
  externalId: `x${n}`,
  revision: '',
  authorId: null,
  authorHandle: null,
  text: `text ${n}`,
  lang: null,
  url: null,
  postedAt: null,
  receivedAt: '2026-11-22T10:00:00.000Z',
  parentId: null,
  rootId: null,
  quotedId: null,
  media: [],
  raw: '{}',
})

test('every post of a batch is provable against its entry, and no other version of it is', async () => {
  await using database = await createTestDatabase()
  const admin = connect({ url: database.url() })
  const ingest = connect({ url: database.url('hark_ingest') })
  const auditor = connect({ url: database.url('hark_auditor') })
  try {
    const sourceId = await admin.transaction().execute(async (trx) => {
      const programmeId = await insertProgramme(trx, programme, operator)
      return insertSource(
        trx,
        {
          programmeId,
          platform: 'file',
          name: 'f',
          config: {},
          policy: {},
          state: 'running',
          acknowledgedBy: 'x',
        },
        operator,
      )
    })
    const batch = {
      sourceId,
      cursorBefore: null,
      cursor: '7',
      posts: [1, 2, 3, 4, 5, 6, 7].map(post),
      unmatched: 0,
      rejected: [],
      removals: [],
    }
    const stored = await storeBatch(ingest, batch, {
      pseudonymKey: Buffer.alloc(32),
      sealHandle: (h) => Buffer.from(h),
    })
    for (const id of stored?.postIds ?? []) {
      const { leaf, proof, entry } = await provePost(auditor, id)
      expect(verifyInBatch(Buffer.from(leaf), proof, entry.batch)).toBe(true)
      expect(verifyInBatch(Buffer.from(`${leaf}0`), proof, entry.batch)).toBe(false)
    }
    expect(stored?.postIds).toHaveLength(7)
  } finally {
    await Promise.all([admin, ingest, auditor].map((d) => d.destroy()))
  }
})
