import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { announceKey } from '@hark/db'
import { ledgerKeys, type Stack, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { clockOf, tempFolder } from './clock.fixture.ts'
import { assertNoFork, sequenceOnce } from './sequence.ts'

const fork = expect.objectContaining({ code: 'ledger.fork' })

/** Takes the database back to what it was when `back` was asked for, as a restore does. */
async function restorable(stack: Stack): Promise<() => Promise<void>> {
  const tables = ['ledger_entry', 'ledger_tree', 'ledger_object', 'ledger_checkpoint']
  for (const t of tables) await sql.raw(`create table public.kept_${t} as table ${t}`).execute(stack.db)
  return async () => {
    const back = tables.map(
      (t) => `delete from ${t}; insert into ${t} overriding system value table public.kept_${t}`,
    )
    await sql
      .raw(`set session_replication_role = replica; ${back.join('; ')}; reset session_replication_role`)
      .execute(stack.db)
  }
}
const size = async (stack: Stack) =>
  (await sql<{ n: number }>`select max(size) as n from ledger_checkpoint`.execute(stack.db)).rows[0]?.n

test('sequenced, signed, published, kept outside; nothing new changes nothing', async () => {
  await using stack = await startStack()
  const file = join(tempFolder(), 'checkpoint')
  const ctx = clockOf(stack, ledgerKeys(), file)
  await assertNoFork(ctx)
  const n = await sequenceOnce(ctx)
  expect(await size(stack)).toBe(n)
  const kept = readFileSync(file, 'utf8')
  expect(kept).toContain(`\n${n}\n`)
  expect(await sequenceOnce(ctx)).toBe(0)
  expect(readFileSync(file, 'utf8')).toBe(kept)
  expect(existsSync(`${file}.new`)).toBe(false)
})

test('a restored database signs nothing, at the start nor while running, however far it grows', async () => {
  await using stack = await startStack()
  const file = join(tempFolder(), 'checkpoint')
  const keys = ledgerKeys()
  const ctx = clockOf(stack, keys, file)
  await sequenceOnce(ctx)
  const back = await restorable(stack)
  await stack.seedPost()
  await sequenceOnce(ctx)
  const kept = readFileSync(file, 'utf8')
  await back()
  const before = await size(stack)
  await expect(assertNoFork(ctx)).rejects.toEqual(fork)
  await expect(sequenceOnce(ctx)).rejects.toEqual(fork)
  for (const n of [1, 2, 3]) await stack.seedPost({ text: `Zolvara, another history ${n}` })
  await sequenceOnce(clockOf(stack, keys)) // somebody signs without the guard: the tree outgrows what was kept
  await expect(sequenceOnce(ctx)).rejects.toEqual(fork)
  expect(before).toBeLessThan((await size(stack)) as number)
  expect(readFileSync(file, 'utf8')).toBe(kept)
  rmSync(file) // a person has looked and begins again from here
  await expect(sequenceOnce(ctx)).resolves.toEqual(expect.any(Number))
})

test('a kept checkpoint that cannot be read, or is none, stops the clock rather than the guard', async () => {
  await using stack = await startStack()
  const folder = tempFolder()
  mkdirSync(join(folder, 'a-folder'))
  await expect(sequenceOnce(clockOf(stack, ledgerKeys(), join(folder, 'a-folder')))).rejects.toMatchObject({
    code: 'EISDIR',
  })
  writeFileSync(join(folder, 'half'), 'hark.invalid/aud')
  await expect(sequenceOnce(clockOf(stack, ledgerKeys(), join(folder, 'half')))).rejects.toThrow()
  expect(await stack.db.selectFrom('ledger_checkpoint').select('size').execute()).toEqual([])
})

test('a key is announced once, however often a service starts; a new one anew', async () => {
  await using stack = await startStack()
  const ctx = clockOf(stack)
  const clock = { id: 'clock', kind: 'service' } as const
  for (let n = 0; n < 3; n++) await announceKey(ctx.db, ctx.sealer, 'seal', clock)
  await announceKey(ctx.db, ledgerKeys().sealer, 'seal', clock)
  const rows = await stack.db
    .selectFrom('ledger_entry')
    .select('object_id')
    .where('action', '=', 'key.rotated')
    .execute()
  expect(new Set(rows.map((r) => r.object_id)).size).toBe(2)
  expect(rows).toHaveLength(2)
})
