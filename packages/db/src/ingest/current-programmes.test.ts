import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { changePurpose } from '../programme-purpose.ts'
import { currentProgrammes, loadProgrammes } from './sources.ts'

const actor = { id: 'test', kind: 'service' } as const
const seal = () => Buffer.from('sealed')

test('programmes are read again when one changes, when one is new, and after a while; else they are the very same', async () => {
  await using stack = await startStack()
  const db = stack.dbAs('hark_classifier')
  const first = await currentProgrammes(db, null, 0)
  expect(first.programmes).toEqual(await loadProgrammes(db))
  expect(await currentProgrammes(db, first, 20_000)).toBe(first)

  const purpose = {
    objective: 'Another objective',
    strategy: 'Another',
    markets: ['DE'],
    languages: ['de'],
    responsible: ['A Person'],
    reason: 'A test',
  }
  await stack.db
    .transaction()
    .execute((trx) => changePurpose(trx, stack.programme.id, purpose, { actor, seal }))
  const changed = await currentProgrammes(db, first, 20_000)
  expect(changed.programmes.get(stack.programme.id)?.objective).toBe('Another objective')

  const added = await stack.seedProgramme({ platform: 'bluesky' })
  const more = await currentProgrammes(db, changed, 20_000)
  expect(more.programmes.has(added.id)).toBe(true)

  const later = await currentProgrammes(db, more, 20_000 + 60_000)
  expect(later).not.toBe(more)
  expect(later.programmes).toEqual(more.programmes)
})
