import type { LedgerAction } from '@hark/ledger'
import { startStack } from '@hark/testkit'
import { expect, test } from 'vitest'
import { appendEntry } from '../entries.ts'
import { uuidv7 } from '../ids.ts'

const roles = ['hark_ingest', 'hark_classifier', 'hark_api', 'hark_publisher', 'hark_clock'] as const
type Role = (typeof roles)[number]
/** What an entry says of who acts → the roles that may say it. */
const table: [string, object, Role[]][] = [
  ...roles.map((r): [string, object, Role[]] => [
    `service ${r}`,
    { actor: { id: r.slice(5), kind: 'service' } },
    [r],
  ]),
  ['the import', { actor: { id: 'import', kind: 'service' } }, ['hark_ingest']],
  ['the seeding', { actor: { id: 'seed', kind: 'service' } }, []],
  ['a person', { actor: { id: uuidv7(), kind: 'user' } }, ['hark_api']],
  ['another kind', { actor: { id: 'api', kind: 'robot' } }, []],
  ['no kind', { actor: { id: 'api' } }, []],
  ['a service without a name', { actor: { kind: 'service' } }, []],
  ['nobody', { actor: null }, []],
  ['no actor', {}, []],
  ['a list', [], []],
]
const keys: [string, string | null, Role[]][] = [
  ['a sealing key', 'seal', ['hark_clock']],
  ['an export key', 'export', ['hark_api']],
  ['a key of no purpose', null, []],
  ['a key of another purpose', 'Seal', []],
]

test('a role writes entries in its own name, people only through the api, keys only where they are held', async () => {
  await using stack = await startStack({ programme: null })
  for (const role of roles) {
    const db = stack.dbAs(role)
    const write = (body: object, action = 'model.changed') =>
      db
        .insertInto('ledger_entry')
        .values({ id: uuidv7(), action, object_type: 'model', object_id: 'x', body: JSON.stringify(body) })
        .execute()
        .then(
          () => 'written',
          (err: { code: string }) => err.code,
        )
    for (const [who, body, may] of table)
      expect([role, who, await write(body)]).toEqual([role, who, may.includes(role) ? 'written' : '42501'])
    for (const [key, purpose, may] of keys) {
      const body = { actor: { id: role.slice(5), kind: 'service' }, ref: purpose ? { purpose } : {} }
      const said = await write(body, 'key.rotated')
      expect([role, key, said]).toEqual([role, key, may.includes(role) ? 'written' : '42501'])
    }
  }
})

test('nobody chooses the time of an entry, nor its place', async () => {
  await using stack = await startStack({ programme: null })
  const row = { id: uuidv7(), action: 'model.changed', object_type: 'model', object_id: 'x', body: '{}' }
  const early = { ...row, at: '2020-01-01T00:00:00Z' }
  await expect(
    stack.dbAs('hark_api').insertInto('ledger_entry').values(early).execute(),
  ).rejects.toMatchObject({ code: '42501' })
  await stack.db.insertInto('ledger_entry').values(early).execute() // even a superuser's is set to now
  const { at } = await stack.db
    .selectFrom('ledger_entry')
    .select('at')
    .where('id', '=', row.id)
    .executeTakeFirstOrThrow()
  expect(Date.now() - Date.parse(at)).toBeLessThan(60_000)
  const placed = { ...row, id: uuidv7(), leaf_index: 0, leaf: Buffer.from('{}'), leaf_hash: Buffer.alloc(32) }
  await expect(stack.db.insertInto('ledger_entry').values(placed).execute()).rejects.toMatchObject({
    code: '42501',
  })
})

test('what the sequencer could not seal is refused where it is staged, and a change without its entry does not commit', async () => {
  await using stack = await startStack()
  const { db } = stack.ctx
  const stage = (over: object) =>
    db.transaction().execute((trx) =>
      appendEntry(trx, {
        actor: { id: 'api', kind: 'service' },
        action: 'model.changed' as LedgerAction,
        object: { type: 'model', id: 'x' },
        ...over,
      }),
    )
  for (const over of [
    { ref: { n: 1.5 } },
    { ref: { text: '\ud800' } },
    { why: 'x'.repeat(70_000) },
    { action: 'no.such' },
  ] as object[])
    await expect(stage(over)).rejects.toThrow()
  await expect(stage({ secret: { reason: 'unsealed' } })).rejects.toThrow('needs a seal')
  const orphan = db.updateTable('programme').set({ last_entry: uuidv7() }).execute()
  await expect(orphan).rejects.toMatchObject({ code: '23503' })
})
