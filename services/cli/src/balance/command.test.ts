import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBalance } from '@hark/db'
import { decide, forwardableConclusion, startStack } from '@hark/testkit'
import { sql } from 'kysely'
import { expect, onTestFinished, test, vi } from 'vitest'
import { writeRun } from '../start/run-file.ts'
import { balance } from './command.ts'

/** A data folder as a running `hark start` leaves it, whose database is a test's. */
function dataFolder(databaseUrl: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'hark-balance-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'secrets'))
  writeFileSync(join(dir, 'secrets', 'role-hark_auditor'), new URL(databaseUrl).password || 'test')
  writeRun(dir, { address: '', databaseUrl })
  vi.stubEnv('HARK_DATA', dir)
  onTestFinished(() => void vi.unstubAllEnvs())
}

test('exit 0 while every sum is zero, 1 once a count was tampered with', async () => {
  await using stack = await startStack()
  await stack.seedPost({ finding: false })
  dataFolder(stack.ctx.config.DATABASE_URL)
  const printed: string[] = []
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0)
  onTestFinished(() => void write.mockRestore())
  expect(await balance.run([])).toBe(0)
  expect(printed.join('')).toContain('Balanced: every sum is zero.')
  await sql`update source_count set stored = stored + 1, offered = offered + 1`.execute(stack.db)
  expect(await balance.run(['--json'])).toBe(1)
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject({ balanced: false, stored: [{ difference: 1 }] })
})

test('practice cases are forwarded in a sum of their own where there are real ones too', async () => {
  await using stack = await startStack()
  const practice = await stack.seedProgramme({ kind: 'practice', platform: 'practice', name: 'Practice' })
  const [real, invented] = [await stack.seedPost(), await stack.seedPost({ externalId: 'p' }, practice)]
  for (const post of [real, invented])
    await decide(await stack.as('ben'), post.caseId, forwardableConclusion(post))
  const balance = await readBalance(stack.dbAs('hark_auditor'))
  expect(balance).toMatchObject({
    balanced: true,
    forwarded: { forwarded: 1, pending: 1, difference: 0 },
    forwardedPractice: { forwarded: 1, pending: 1, difference: 0 },
  })
})
