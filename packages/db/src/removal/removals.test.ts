import type { Removal } from '@hark/domain'
import { type PostToSeed, type SeededPost, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { batchOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'

const at = '2026-11-02T00:00:00.000Z'
const calm: PostToSeed = { finding: { flagged: false }, text: 'Zolvara, calm' }
const author = 'did:plc:the-author'

async function removing() {
  const stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const remove = async (...removals: Removal[]) => {
    if (!(await storeBatch(db, batchOf(stack.programme, { removals }), sealing)))
      throw new Error('not stored')
  }
  const read = async ({ id }: SeededPost) => {
    const row = await stack.db.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    return row.erased_at ? 'erased' : row.removed_at ? `marked ${row.removal_reason}` : 'there'
  }
  return Object.assign(stack, { remove, read })
}
const gone = (reason: 'deleted' | 'suspended' | 'deactivated' | 'taken_down'): Removal => ({
  kind: 'author',
  authorId: author,
  reason,
  at,
})
const restored: Removal = { kind: 'author_restored', authorId: author, at }
const post = (externalId: string, reason: 'deleted' | 'taken_down' = 'deleted'): Removal => ({
  kind: 'post',
  externalId,
  reason,
  at,
})

test('deleted after it was judged: a negative one is erased at once, a flagged one is held for safety', async () => {
  await using stack = await removing()
  const negative = await stack.seedPost({ ...calm, externalId: 'at://n' })
  const flagged = await stack.seedPost({ externalId: 'at://f' })
  await stack.remove(post('at://n'), post('at://f'), post('at://never-stored'))
  expect([await stack.read(negative), await stack.read(flagged)]).toEqual(['erased', 'marked deleted'])
  const row = await stack.db
    .selectFrom('post')
    .selectAll()
    .where('id', '=', negative.id)
    .executeTakeFirstOrThrow()
  expect(row).toMatchObject({
    text: null,
    raw: null,
    url: null,
    author_ref: null,
    author_sealed: null,
    external_id: 'at://n',
  })
  expect(await stack.db.selectFrom('finding').select('post_id').execute()).toEqual([{ post_id: flagged.id }])
  await stack.remove(post('at://n'), post('at://f'))
  const told = await stack.auditActions(stack.programme.sourceId)
  expect(told.filter((a) => a === 'posts.removed')).toHaveLength(1) // a repeat tells nothing new
})

test('deleted before it was judged: marked, its text still there to be judged', async () => {
  await using stack = await removing()
  const waiting = await stack.seedPost({ ...calm, externalId: 'at://w' })
  await stack.db
    .updateTable('post_stage')
    .set({ state: 'pending', outcome: null })
    .where('post_id', '=', waiting.id)
    .execute()
  await stack.remove(post('at://w'))
  expect(await stack.read(waiting)).toBe('marked deleted')
})

test('an author who leaves takes every post along; one who comes back brings what was only marked', async () => {
  await using stack = await removing()
  const [a, b] = [
    await stack.seedPost({ ...calm, authorId: author }),
    await stack.seedPost({ authorId: author }),
  ]
  const other = await stack.seedPost({ ...calm, text: 'Zolvara, of somebody else' })
  await stack.remove(gone('suspended'))
  expect([await stack.read(a), await stack.read(b), await stack.read(other)]).toEqual([
    'marked suspended',
    'marked suspended',
    'there',
  ])
  await stack.remove(restored)
  expect([await stack.read(a), await stack.read(b)]).toEqual(['there', 'there'])
  await stack.remove(gone('deleted'))
  expect([await stack.read(a), await stack.read(b)]).toEqual(['erased', 'marked deleted'])
  await stack.remove(restored)
  expect([await stack.read(a), await stack.read(b)]).toEqual(['erased', 'marked deleted'])
})

test.each(['suspended', 'deactivated', 'taken_down'] as const)(
  '%s first, deleted later: the deletion holds',
  async (reason) => {
    await using stack = await removing()
    const [a, b] = [
      await stack.seedPost({ ...calm, authorId: author }),
      await stack.seedPost({ authorId: author }),
    ]
    await stack.remove(gone(reason))
    await stack.remove(gone('deleted'))
    expect([await stack.read(a), await stack.read(b)]).toEqual(['erased', 'marked deleted'])
    await stack.remove(gone(reason), restored)
    expect([await stack.read(a), await stack.read(b)]).toEqual(['erased', 'marked deleted'])
  },
)

test('every version of a deleted post goes, on its own platform only', async () => {
  await using stack = await removing()
  const first = await stack.seedPost({ ...calm, externalId: 'at://v' })
  const second = await stack.seedPost({ ...calm, externalId: 'at://v', revision: '2' })
  const elsewhere = await stack.seedProgramme({ platform: 'mastodon' })
  const namesake = await stack.seedPost({ ...calm, externalId: 'at://v' }, elsewhere)
  await stack.remove(post('at://v'), post('at://\0\ud800'))
  expect([await stack.read(first), await stack.read(second), await stack.read(namesake)]).toEqual([
    'erased',
    'erased',
    'there',
  ])
})

test('an erased post stays erased: read again it is a duplicate, and nobody can put its text back', async () => {
  await using stack = await removing()
  const it = await stack.seedPost({ ...calm, externalId: 'at://e' })
  await stack.remove(post('at://e'))
  await expect(stack.seedPost({ ...calm, externalId: 'at://e' })).rejects.toThrow('stored before')
  const write = stack.db.updateTable('post').set({ text: 'again' }).where('id', '=', it.id).execute()
  await expect(write).rejects.toMatchObject({ code: '42501' })
  const remove = stack.db.deleteFrom('post').where('id', '=', it.id).execute()
  await expect(remove).rejects.toMatchObject({ code: '42501' })
})
