import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, newestCheckpoint } from '@hark/db'
import {
  decide,
  forwardableConclusion,
  type LedgerKeys,
  ledgerKeys,
  type Stack,
  sealLedger,
  startStack,
  TEST_KEY,
} from '@hark/testkit'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { commands } from '../commands.ts'
import { dispatch } from '../dispatch.ts'
import { writeRun } from '../start/run-file.ts'
import { openSecrets } from '../start/secrets.ts'

let stack: Stack
let keys: LedgerKeys
let dir: string

/** A database with a day's work in its ledger, and a data folder as a running `hark start` leaves it. */
beforeEach(async () => {
  stack = await startStack()
  keys = ledgerKeys()
  dir = mkdtempSync(join(tmpdir(), 'hark-verify-'))
  vi.stubEnv('HARK_DATA', dir)
  openSecrets(dir)
  writeFileSync(join(dir, 'secrets', 'private-key'), TEST_KEY.toString('hex'))
  writeFileSync(join(dir, 'secrets', 'role-hark_auditor'), new URL(stack.url('hark_auditor')).password)
  writeRun(dir, { address: '', databaseUrl: stack.url() })
  const post = await stack.seedPost()
  await decide(await stack.as('ana'), post.caseId, forwardableConclusion(post))
})

afterEach(async () => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true })
  await stack[Symbol.asyncDispose]()
})

type Said = { code: number; out: string; err: string }

/** `hark verify …` with the key of this ledger. */
async function verify(args: string[] = ['--vkey', keys.vkey]): Promise<Said> {
  const [out, err]: [string[], string[]] = [[], []]
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => err.push(String(text)) > 0),
  ]
  onTestFinished(() => spies.forEach((spy) => void spy.mockRestore()))
  const streams = { out: (line: string) => void out.push(line), err: (line: string) => void err.push(line) }
  const code = await dispatch(['verify', ...args], commands, streams)
  for (const spy of spies) spy.mockRestore()
  return { code, out: out.join(''), err: err.join('') }
}

const waiting = /^\d+ entries stand under no checkpoint yet\.\n$/

/** What only a superuser can do, with every trigger off. */
const byHand = (change: string) =>
  sql
    .raw(`set session_replication_role = replica; ${change}; reset session_replication_role`)
    .execute(stack.db)

test('exit 0: what is under a checkpoint is valid, and what came a moment ago is mentioned', async () => {
  await sealLedger(stack.db, keys)
  expect(await verify()).toMatchObject({ code: 0, out: expect.stringMatching(/VALID\n$/), err: '' })
  await stack.seedPost({ text: 'Zolvara and a rash' })
  expect(await verify()).toMatchObject({ code: 0, err: expect.stringMatching(waiting) })
})

test('exit 1: of entries changed by hand the first is named, whatever was done to it', async () => {
  await sealLedger(stack.db, keys)
  for (const [index, change] of changes) {
    await byHand(change)
    const { code, out } = await verify()
    expect(out).toMatch(new RegExp(`^first bad entry: ${index}\\b`, 'm'))
    expect({ code, verdict: out.trimEnd().split('\n').at(-1) }).toEqual({ code: 1, verdict: 'INVALID' })
  }
  const { out } = await verify(['--vkey', keys.vkey, '--json'])
  expect(JSON.parse(out)).toMatchObject({ status: 'invalid', firstBad: { index: 1 } })
})

/** Each before the last one, so that it is the first. */
const changes = [
  [4, "update ledger_entry set object_id = 'another' where leaf_index = 4"],
  [
    3,
    'update ledger_entry set (leaf, leaf_hash) = (select leaf, leaf_hash from ledger_entry where leaf_index = 1) where leaf_index = 3',
  ],
  [
    2,
    `update ledger_entry set leaf = convert_to(replace(convert_from(leaf, 'UTF8'), '"at":"2', '"at":"3'), 'UTF8') where leaf_index = 2`,
  ],
  [1, 'delete from ledger_entry where leaf_index = 1'],
] as const

test.each([
  [
    'is of another meaning',
    `update signature set statement = convert_to(replace(convert_from(statement, 'UTF8'), '"meaning":"', '"meaning":"not_'), 'UTF8')`,
  ],
  ['is no statement any more', "update signature set statement = 'x'"],
])('exit 1: the entry whose signature %s is named', async (_what, change) => {
  await sealLedger(stack.db, keys)
  await byHand(change)
  const { rows } = await sql<{ index: number }>`
    select leaf_index as index from ledger_entry where action = 'decision.signed'`.execute(stack.db)
  const { code, out } = await verify()
  expect(out).toMatch(new RegExp(`^first bad entry: ${rows[0]?.index}, id .*signature`, 'm'))
  expect(code).toBe(1)
})

test('exit 1: a database set back behind the checkpoint kept outside it', async () => {
  await sealLedger(stack.db, keys)
  writeFileSync(join(dir, 'earlier'), (await newestCheckpoint(stack.db))?.note ?? '')
  await stack.seedPost({ text: 'Zolvara and a rash' })
  await sealLedger(stack.db, keys)
  const now = await newestCheckpoint(stack.db)
  writeFileSync(join(dir, 'checkpoint'), now?.note ?? '')
  expect((await verify()).code).toBe(0)
  await byHand(`delete from ledger_checkpoint where size = ${now?.size}`)
  expect(await verify()).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^FAIL {2}previous checkpoint: had \d+ entries, now there are \d+$/m),
  })
  expect((await verify(['--vkey', keys.vkey, '--previous', join(dir, 'earlier')])).code).toBe(0)
  await byHand('delete from ledger_checkpoint')
  expect(await verify()).toMatchObject({ code: 1, out: expect.stringMatching(/^FAIL {2}checkpoint: /m) })
})

test('exit 3: nothing is published yet, or entries have long stood under no checkpoint', async () => {
  expect(await verify()).toEqual({
    code: 3,
    out: '-     checkpoint: none is published yet\n\nINCOMPLETE\n',
    err: expect.stringMatching(waiting),
  })
  await sealLedger(stack.db, keys)
  await stack.seedPost({ text: 'Zolvara and a rash' })
  await byHand("update ledger_entry set at = at - interval '2 minutes' where leaf_index is null")
  const { code, out } = await verify()
  expect(out).toMatch(
    /^- {5}checkpoint: none for \d+ entries, the oldest 1\d\d s old: does the clock run\?$/m,
  )
  expect(code).toBe(3)
})

test('exit 2: wrong use, and a database that cannot be reached or holds no ledger, are no verdict', async () => {
  await sealLedger(stack.db, keys)
  const refused = async (said: RegExp, args?: string[]) =>
    expect(await verify(args)).toEqual({ code: 2, out: '', err: expect.stringMatching(said) })
  await refused(/^Unknown option '--vkeys'/, ['--vkeys', 'x'])
  await refused(/^Nothing was verified: .+\.$/, ['--vkey', 'x'])
  await refused(/^Nothing was verified: ENOENT.*\.$/, ['--previous', '/nowhere/checkpoint'])
  const [away, empty] = [new URL(stack.url()), new URL(stack.url())]
  away.port = String(await freePort())
  empty.pathname = '/template1'
  writeRun(dir, { address: '', databaseUrl: away.href })
  await refused(/^Nothing was verified: .*ECONNREFUSED.*\.$/)
  writeRun(dir, { address: '', databaseUrl: empty.href })
  await refused(/^Nothing was verified: .*ledger_checkpoint.*\.$/)
})

test('exit 1: a private value changed or gone by hand is named; exit 3: another key cannot open any', async () => {
  await sealLedger(stack.db, keys)
  const key = join(dir, 'secrets', 'private-key')
  writeFileSync(key, '00'.repeat(32))
  expect(await verify()).toMatchObject({ code: 3, out: expect.stringContaining('6 private fields withheld') })
  writeFileSync(key, TEST_KEY.toString('hex'))
  await byHand("update ledger_private set salt = sha256(salt) where field = 'criteria_event'")
  const changed = expect.stringMatching(/field criteria_event of entry \d+ is not what was recorded/)
  expect(await verify()).toMatchObject({ code: 1, out: changed })
  await byHand("delete from ledger_private where field = 'criteria_event'")
  const gone = expect.stringMatching(/nothing said of field criteria_event/)
  expect(await verify()).toMatchObject({ code: 1, out: gone })
})
