import { startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { batchOf, postOf, sealing } from '../ingest/batch.fixture.ts'
import { storeBatch } from '../ingest/store-batch.ts'

const refused = { code: '42501' }
const terms = (policy: object) =>
  sql`update source set policy = ${JSON.stringify(policy)}, acknowledged_at = now()`

test('a source whose terms ask for a permission does not run without one, whoever asks', async () => {
  await using stack = await startStack()
  const check = { code: '23514' }
  for (const policy of [{ needsPermissionReference: true }, { mayInferHealth: false }]) {
    await expect(terms(policy).execute(stack.db)).rejects.toMatchObject(check)
    await sql`update source set state = 'draft'`.execute(stack.db)
    await terms(policy).execute(stack.db)
    await expect(sql`update source set state = 'running'`.execute(stack.db)).rejects.toMatchObject(check)
    await expect(
      sql`update source set state = 'running', permission_reference = '  ', acknowledged_at = now()`.execute(
        stack.db,
      ),
    ).rejects.toMatchObject(check)
    await sql`update source set state = 'running', permission_reference = 'contract 7/2026', acknowledged_at = now()`.execute(
      stack.db,
    )
    await sql`update source set policy = '{}', permission_reference = null, acknowledged_at = now()`.execute(
      stack.db,
    )
  }
})

test('terms are changed by acknowledging them, never beside it', async () => {
  await using stack = await startStack()
  await expect(
    sql`update source set policy = '{"mayReply": true}'`.execute(stack.dbAs('hark_api')),
  ).rejects.toMatchObject(refused)
  await expect(
    sql`update source set permission_reference = 'made up'`.execute(stack.db),
  ).rejects.toMatchObject(refused)
  await terms({ mayReply: true }).execute(stack.db)
})

test('no text is stored where the terms allow none, and its batch is undone with it', async () => {
  await using stack = await startStack()
  await terms({ mayStoreText: false }).execute(stack.db)
  const batch = batchOf(stack.programme, { posts: [postOf()], unmatched: 3, cursor: 'c1' })
  await expect(storeBatch(stack.dbAs('hark_ingest'), batch, sealing)).rejects.toMatchObject(refused)
  const { rows } =
    await sql`select cursor from source where cursor is not null union all select text from post`.execute(
      stack.db,
    )
  expect(rows).toEqual([])
})

test('what may be learnt from is what the terms allow, of people who did not take it back', async () => {
  await using stack = await startStack()
  const [kept, gone] = [
    await stack.seedPost({ externalId: 'a' }),
    await stack.seedPost({ externalId: 'b', text: 'Zolvara, taken back' }),
  ]
  const trainable = async () =>
    (
      await sql<{ id: string }>`select id from hark.trainable_post`.execute(stack.dbAs('hark_auditor'))
    ).rows.map(({ id }) => id)
  expect(await trainable()).toEqual([])
  await terms({ mayTrain: true }).execute(stack.db)
  expect((await trainable()).sort()).toEqual([kept.id, gone.id].sort())
  await sql`update post set removed_at = now(), removal_reason = 'deleted' where id = ${gone.id}`.execute(
    stack.db,
  )
  expect(await trainable()).toEqual([kept.id])
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice' })
  await stack.seedPost({ externalId: 'c', text: 'Zolvara, for practice' }, practice)
  await terms({ mayTrain: true }).execute(stack.db)
  expect(await trainable()).toEqual([kept.id])
})
