import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { batchOf, sealing } from './batch.fixture.ts'
import { heldWords } from './sources.ts'
import { storeBatch } from './store-batch.ts'

test('posts shown again: held with the same words, with others, taken back, or not at all', async () => {
  await using stack = await startStack()
  const db = stack.dbAs('hark_ingest')
  const calm = { finding: { flagged: false } }
  await stack.seedPost({ ...calm, externalId: 'at://same', text: 'Zolvara, one' })
  await stack.seedPost({ ...calm, externalId: 'at://other', text: 'Zolvara, two' })
  await stack.seedPost({ ...calm, externalId: 'at://gone', text: 'Zolvara, three' })
  await stack.seedPost({ ...calm, externalId: 'at://nul', text: 'Zolvara\ufffd' })
  const removal = {
    kind: 'post' as const,
    externalId: 'at://gone',
    reason: 'deleted' as const,
    at: new Date().toISOString(),
  }
  await storeBatch(db, batchOf(stack.programme, { removals: [removal] }), sealing)
  const shown = [
    { externalId: 'at://same', text: 'Zolvara, one' },
    { externalId: 'at://other', text: 'Zolvara, two and a half' },
    { externalId: 'at://gone', text: 'anything' },
    { externalId: 'at://nul', text: 'Zolvara\0' },
    { externalId: 'at://new', text: 'Zolvara, new' },
  ]
  const held = (programme: { id: string }, platform = stack.programme.platform) =>
    heldWords(db, programme.id, platform, shown)
  expect(Object.fromEntries(await held(stack.programme))).toEqual({
    'at://same': 'same',
    'at://other': 'other',
    'at://gone': 'same',
    'at://nul': 'same',
  })
  expect((await held(await stack.seedProgramme({ platform: 'bluesky' }))).size).toBe(0)
})
