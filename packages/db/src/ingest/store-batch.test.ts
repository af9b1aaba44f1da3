import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { readBalance } from '../balance.ts'
import { sealer } from '../seal.ts'
import { batchOf, KEY, postOf, sealing } from './batch.fixture.ts'
import { storeBatch } from './store-batch.ts'

async function ingesting() {
  const stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const store = (over: Parameters<typeof batchOf>[1]) =>
    storeBatch(db, batchOf(stack.programme, over), sealing)
  return Object.assign(stack, { ingest: db, store })
}

test('post, stage, counts, cursor and entry are one; the same batch again is all duplicates', async () => {
  await using stack = await ingesting()
  const posts = [postOf(), postOf({ externalId: 'at://two' })]
  const first = await stack.store({
    posts,
    unmatched: 5,
    rejected: [{ line: 3, reason: 'no text' }],
    cursor: 'c1',
  })
  expect(first).toMatchObject({ stored: 2, duplicate: 0, unmatched: 5, rejected: 1 })
  const again = await stack.store({ posts, cursorBefore: 'c1', cursor: 'c2' })
  expect(again).toMatchObject({ stored: 0, duplicate: 2, postIds: [] })
  expect(await stack.db.selectFrom('post_stage').selectAll().execute()).toHaveLength(2)
  expect(await stack.db.selectFrom('rejection').select(['line', 'reason']).execute()).toEqual([
    { line: 3, reason: 'no text' },
  ])
  const source = await stack.db
    .selectFrom('source')
    .selectAll()
    .where('id', '=', stack.programme.sourceId)
    .executeTakeFirstOrThrow()
  expect(source).toMatchObject({ cursor: 'c2', last_error: null, last_success_at: expect.any(String) })
  const b = await readBalance(stack.dbAs('hark_auditor'))
  expect(b).toMatchObject({
    balanced: true,
    offered: [{ offered: 10, unmatched: 5, duplicate: 2, stored: 2, rejected: 1 }],
    stored: [{ waiting: 2 }],
  })
  const stored = await stack.auditActions(stack.programme.sourceId)
  expect(stored.filter((a) => a === 'posts.ingested')).toHaveLength(1) // duplicates are counted, not told again
})

test('the same post twice in one batch is stored once and counted twice', async () => {
  await using stack = await ingesting()
  expect(await stack.store({ posts: [postOf(), postOf(), postOf()] })).toMatchObject({
    stored: 1,
    duplicate: 2,
  })
})

test.each([
  ['another text', { text: 'Zolvara, and no rash' }],
  ['another revision', { revision: '2' }],
  ['another picture', { media: [{ kind: 'image' as const, alt: 'a rash' }] }],
])('under one id %s is another version; what only the platform counts is not', async (_name, change) => {
  await using stack = await ingesting()
  await stack.store({ posts: [postOf()] })
  expect(await stack.store({ posts: [postOf(change)] })).toMatchObject({ stored: 1 })
  const seenLater = { receivedAt: '2026-11-02T00:00:00.000Z', raw: '{"likes":3}' }
  expect(await stack.store({ posts: [postOf({ ...change, ...seenLater })] })).toMatchObject({
    stored: 0,
    duplicate: 1,
  })
})

test('a reader whose cursor was moved by another stores nothing at all', async () => {
  await using stack = await ingesting()
  expect(await stack.store({ posts: [postOf()], cursor: 'c1' })).not.toBeNull()
  const late = {
    posts: [postOf({ externalId: 'at://late' })],
    unmatched: 3,
    cursorBefore: null,
    cursor: 'c9',
  }
  expect(await stack.store(late)).toBeNull()
  expect(await stack.db.selectFrom('post').select('external_id').execute()).toEqual([
    { external_id: 'at://one' },
  ])
  const { offered } = await stack.db.selectFrom('source_count').select('offered').executeTakeFirstOrThrow()
  expect(offered).toBe(1)
})

test('of readers that race from one cursor exactly one gets through, round after round', async () => {
  await using stack = await ingesting()
  const dbs = [stack.ingest, stack.dbAs('hark_ingest'), stack.dbAs('hark_ingest')]
  for (let round = 0; round < 8; round++) {
    const [before, cursor] = [round === 0 ? null : `c${round}`, `c${round + 1}`]
    const posts = [postOf({ externalId: `at://${round}` })]
    const batch = batchOf(stack.programme, { posts, cursorBefore: before, cursor, unmatched: 1 })
    const stored = await Promise.all(dbs.map((db) => storeBatch(db, batch, sealing)))
    expect(stored.filter((s) => s !== null)).toHaveLength(1)
  }
  const { offered, stored } = await stack.db
    .selectFrom('source_count')
    .select(['offered', 'stored'])
    .executeTakeFirstOrThrow()
  expect([offered, stored]).toEqual([16, 8])
})

test('two sources that bring one post: stored once, offered twice', async () => {
  await using stack = await ingesting()
  const other = await stack.seedProgramme() // another programme keeps its own
  const posts = [postOf()]
  const both = await Promise.all([
    stack.store({ posts }),
    storeBatch(stack.dbAs('hark_ingest'), batchOf(other, { posts }), sealing),
  ])
  expect(both.map((s) => s?.stored)).toEqual([1, 1])
  expect((await readBalance(stack.db)).balanced).toBe(true)
})

test('whatever a stranger puts into a post, its batch is stored', async () => {
  await using stack = await ingesting()
  const strange = 'a\0b\ud800c'
  const fields = [
    'externalId',
    'revision',
    'text',
    'url',
    'lang',
    'raw',
    'parentId',
    'rootId',
    'quotedId',
    'authorHandle',
  ] as const
  const posts = fields.map((f, n) => postOf({ externalId: `at://${n}`, [f]: strange }))
  posts.push(postOf({ externalId: 'at://media', media: [{ kind: 'image', alt: strange }] }))
  const times = [
    '0000-01-01T00:00:00.000Z',
    '-000001-01-01T00:00:00.000Z',
    '+010000-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
  ]
  posts.push(...times.map((postedAt, n) => postOf({ externalId: `at://time${n}`, postedAt })))
  expect(await stack.store({ posts })).toMatchObject({ stored: posts.length, rejected: 0 })
  const rows = await stack.db.selectFrom('post').selectAll().execute()
  const shown = rows.map((r) =>
    JSON.stringify({ ...r, author_ref: null, author_sealed: null, version_sha256: null }),
  )
  expect(shown.some((s) => s.includes('\\u0000') || s.includes('\\ud800'))).toBe(false)
  expect(rows.filter((r) => r.text === 'a\ufffdb\ufffdc')).toHaveLength(1)
  const claimed = Object.fromEntries(rows.map((r) => [r.external_id, r.posted_at]))
  expect([0, 1, 2, 3].map((n) => claimed[`at://time${n}`])).toEqual([null, null, null, times[3]])
})

test('the author is a pseudonym and a seal; neither handle nor id stands anywhere in the clear', async () => {
  await using stack = await ingesting()
  await stack.store({
    posts: [
      postOf({ authorId: 'did:plc:secret', authorHandle: '@secret' }),
      postOf({ externalId: 'at://2', authorId: null, authorHandle: null }),
    ],
  })
  const rows = await stack.db.selectFrom('post').selectAll().orderBy('external_id').execute()
  expect(JSON.stringify(rows)).not.toContain('secret')
  expect(rows.map((r) => r.author_sealed && sealer(KEY, 'handle').open(r.author_sealed))).toEqual([
    null,
    '@secret',
  ])
  expect(rows[1]?.author_ref).toHaveLength(32)
  expect(rows[0]?.author_ref).toBeNull()
})

test('a gap the reader found is opened with its batch', async () => {
  await using stack = await ingesting()
  const gap = { from: '2026-11-01T00:00:00.000Z', to: '2026-11-01T01:00:00.000Z', reason: 'cursor.clamped' }
  await stack.store({ unmatched: 1, gap })
  const rows = await stack.db
    .selectFrom('coverage_gap')
    .select(['from_at', 'to_at', 'reason', 'state'])
    .execute()
  expect(rows).toEqual([{ from_at: gap.from, to_at: gap.to, reason: gap.reason, state: 'open' }])
  expect(await stack.auditActions(stack.programme.sourceId)).toContain('coverage.gap_opened')
})

test('counts that do not add up cannot be written', async () => {
  await using stack = await ingesting()
  await stack.store({ unmatched: 2 })
  const off = stack.ingest.updateTable('source_count').set({ offered: 3 }).execute()
  await expect(off).rejects.toMatchObject({ constraint: 'offered_is_accounted' })
})
