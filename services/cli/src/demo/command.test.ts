import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StackOptions, startStack } from '@hark/testkit'
import { expect, onTestFinished, test, vi } from 'vitest'
import { keepCredentials } from '../practice/credentials-file.ts'
import { writeRun } from '../start/run-file.ts'
import { demo } from './command.ts'

const ana = {
  username: 'ana',
  printedName: 'Ana Torres',
  roles: ['pv_reviewer' as const],
  password: 'baba-dede-fifi-gogo',
  totpSecret: 'JBSWY3DPEHPK3PXP',
}
const invented: StackOptions['programme'] = { kind: 'practice', platform: 'practice' }

/** A data folder with practice people, as a running `hark start` leaves it. */
function dataFolder(databaseUrl: string): void {
  const dir = mkdtempSync(join(tmpdir(), 'hark-demo-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  mkdirSync(join(dir, 'secrets'))
  writeFileSync(join(dir, 'secrets', 'role-hark_auditor'), new URL(databaseUrl).password || 'test')
  keepCredentials(dir, [ana])
  writeRun(dir, { address: '', databaseUrl })
  vi.stubEnv('HARK_DATA', dir)
  onTestFinished(() => void vi.unstubAllEnvs())
}

function listen(to: 'stdout' | 'stderr'): string[] {
  const heard: string[] = []
  const write = vi.spyOn(process[to], 'write').mockImplementation((text) => heard.push(String(text)) > 0)
  onTestFinished(() => void write.mockRestore())
  return heard
}

test('a practice deployment prints its people; once it listens to real ones it adds that these must go', async () => {
  await using stack = await startStack({ programme: invented })
  dataFolder(stack.ctx.config.DATABASE_URL)
  const [out, err] = [listen('stdout'), listen('stderr')]
  expect(await demo.run(['credentials', '--json'])).toBe(0)
  expect(JSON.parse(out.join(''))).toEqual([ana])
  expect(err).toEqual([])
  await stack.seedProgramme({ kind: 'live' })
  expect(await demo.run(['code', 'ana'])).toBe(0)
  expect(out.at(-1)).toMatch(/^\d{6}\n$/)
  expect(err.join('')).toMatch(/^[^\n]*replace these people before real cases are signed\.\n$/)
})

test.each([[['credentials']], [['code', 'ana']]])(
  'demo %j refuses in a production deployment, whatever file lies in the folder',
  async (args) => {
    await using stack = await startStack({ deployment: 'production', programme: null })
    dataFolder(stack.ctx.config.DATABASE_URL)
    const out = listen('stdout')
    await expect(demo.run(args)).rejects.toMatchObject({ code: 'demo.not_practice' })
    expect(out).toEqual([])
  },
)

test('where nothing was seeded it refuses too', async () => {
  await using stack = await startStack({ programme: null })
  await stack.db.deleteFrom('deployment').execute()
  dataFolder(stack.ctx.config.DATABASE_URL)
  await expect(demo.run(['credentials'])).rejects.toMatchObject({ code: 'demo.not_practice' })
})

test('without a database it prints nothing and says why', async () => {
  dataFolder('postgresql://nobody:none@127.0.0.1:1/none')
  const out = listen('stdout')
  await expect(demo.run(['credentials'])).rejects.toThrow(/cannot be reached.*nothing is printed/)
  expect(out).toEqual([])
})

test('a folder without practice people is refused before any database is started', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'hark-demo-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  vi.stubEnv('HARK_DATA', dir)
  onTestFinished(() => void vi.unstubAllEnvs())
  await expect(demo.run(['credentials'])).rejects.toMatchObject({ code: 'demo.not_practice' })
})
