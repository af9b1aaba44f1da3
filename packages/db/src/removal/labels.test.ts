import type { Removal } from '@hark/domain'
import { type SeededPost, startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { batchOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'

const at = '2026-11-02T00:00:00.000Z'
const author = 'did:plc:the-author'
const uri = 'at://labelled'

/** What can befall a post and the account that wrote it. */
const befalls = (uri: string, author: string) =>
  ({
    hidden: { kind: 'post', externalId: uri, reason: 'hidden', at },
    lifted: { kind: 'post_restored', externalId: uri, at },
    suspended: { kind: 'author', authorId: author, reason: 'suspended', at },
    back: { kind: 'author_restored', authorId: author, at },
    accountHidden: { kind: 'author', authorId: author, reason: 'hidden', at },
    accountLifted: { kind: 'author_restored', authorId: author, of: 'hidden', at },
    deleted: { kind: 'post', externalId: uri, reason: 'deleted', at },
  }) satisfies Record<string, Removal>
type What = keyof ReturnType<typeof befalls>
const { hidden, lifted, suspended, back, accountHidden, accountLifted, deleted } = befalls(uri, author)

async function labelling() {
  const stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const mine = await stack.seedPost({ externalId: uri, authorId: author })
  const other = await stack.seedPost({ externalId: 'at://another', authorId: author })
  const read = async ({ id }: SeededPost) =>
    (
      await stack.db
        .selectFrom('post')
        .select('removal_reason')
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).removal_reason
  /** What of the labelled post and of the other one is said after these, one batch each. */
  const after = async (...removals: Removal[]) => {
    for (const removal of removals)
      if (!(await storeBatch(db, batchOf(stack.programme, { removals: [removal] }), sealing)))
        throw new Error('not stored')
    return [await read(mine), await read(other)]
  }
  return Object.assign(stack, { after })
}

test.each<[string, Removal[], (string | null)[]]>([
  ['a label hides one post', [hidden], ['hidden', null]],
  ['lifted, it is there again', [hidden, lifted], [null, null]],
  ['an account that comes back keeps its labels', [hidden, suspended, back], ['hidden', null]],
  ['a lifted label gives back nothing suspended', [hidden, suspended, lifted], ['suspended', 'suspended']],
  ['nor where the suspension came first', [suspended, hidden, lifted], ['suspended', 'suspended']],
  ['each cause lifted, in either order', [suspended, hidden, back, lifted], [null, null]],
  ['and in the other', [hidden, suspended, lifted, back], [null, null]],
  ['a label on an account hides all of it', [accountHidden, back], ['hidden', 'hidden']],
  ['until it is lifted', [accountHidden, accountLifted], [null, null]],
  ['a deletion holds, whatever is lifted', [hidden, deleted, lifted, back], ['deleted', null]],
  ['what was never labelled is not touched', [lifted, accountLifted, back], [null, null]],
])('%s', async (_name, removals, expected) => {
  await using stack = await labelling()
  expect(await stack.after(...removals)).toEqual(expected)
})

test('in one batch each cause holds as in many, whichever comes first', async () => {
  await using stack = await startStack()
  const expected: [What[], string | null][] = [
    [['suspended', 'hidden', 'deleted'], 'deleted'],
    [['deleted', 'hidden', 'suspended', 'lifted', 'back'], 'deleted'],
    [['hidden', 'suspended', 'lifted'], 'suspended'],
    [['suspended', 'hidden', 'back'], 'hidden'],
    [['back', 'suspended'], 'suspended'],
    [['hidden', 'lifted', 'hidden'], 'hidden'],
    [['accountHidden', 'suspended', 'back', 'accountLifted'], null],
  ]
  const posts = await Promise.all(
    expected.map((_, n) => stack.seedPost({ externalId: `at://${n}`, authorId: `did:plc:${n}` })),
  )
  const removals = expected.flatMap(([what], n) => what.map((w) => befalls(`at://${n}`, `did:plc:${n}`)[w]))
  await storeBatch(stack.dbAs('hark_ingest'), batchOf(stack.programme, { removals }), sealing)
  const rows = await stack.db.selectFrom('post').select(['id', 'removal_reason']).execute()
  const reasons = new Map(rows.map((r) => [r.id, r.removal_reason]))
  expect(posts.map(({ id }) => reasons.get(id))).toEqual(expected.map(([, reason]) => reason))
})

test('each step is told once, and a repeat tells nothing new', async () => {
  await using stack = await labelling()
  await stack.after(hidden, hidden, lifted, lifted)
  const rows = await stack.db.selectFrom('post_removal').select(['act', 'why']).orderBy('id').execute()
  expect(rows).toEqual([
    { act: 'marked', why: 'hidden' },
    { act: 'restored', why: 'label_lifted' },
  ])
})
