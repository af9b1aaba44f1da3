import { spentOf } from '@hark/db'
import { adapters, budgets } from '@hark/sources'
import { type Stack, seedProgramme, startStack } from '@hark/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { youtubeQuota } from './youtube-quota.ts'

const config = { channels: ['UC_x5XG1OV2P6uZZ5FSM9Ttw'], unitsADay: 120 }
const spent = { kind: 'limited', code: 'budget.spent' }
let stack: Stack
beforeAll(async () => {
  stack = await startStack({ programme: null })
})
afterAll(() => stack[Symbol.asyncDispose]())

async function source(): Promise<string> {
  const { sourceId } = await seedProgramme(stack.db, { platform: 'youtube' })
  await stack.db
    .updateTable('source')
    .set({ config: JSON.stringify(config) })
    .where('id', '=', sourceId)
    .execute()
  return sourceId
}

/** As ingest asks before each of its reads. */
const reading = (id: string) =>
  budgets(adapters.youtube?.allowances?.(config) ?? {}, spentOf(stack.dbAs('hark_ingest'), id))

test('a reply and its reading share the units of a day, whoever comes first', async () => {
  const quota = youtubeQuota(stack.dbAs('hark_publisher'))
  await quota.take('units', 50)
  const first = await source()
  await quota.take('units', 50)
  await expect(reading(first).take('units', 71)).rejects.toMatchObject(spent)
  await reading(first).take('units', 30)
  await expect(quota.take('units', 50)).rejects.toMatchObject(spent)
  const second = await source()
  await quota.take('units', 50)
  await expect(reading(second).take('units', 71)).rejects.toMatchObject(spent)
})

test('sources that read with one key are charged once for a reply', async () => {
  const quota = youtubeQuota(stack.dbAs('hark_publisher'))
  await stack.db.updateTable('source').set({ state: 'paused' }).execute()
  for (const id of [await source(), await source()])
    await stack.db.updateTable('source').set({ counted_as: 'one key' }).where('id', '=', id).execute()
  await quota.take('units', 50)
  await expect(reading('one key').take('units', 71)).rejects.toMatchObject(spent)
  await reading('one key').take('units', 70)
})
