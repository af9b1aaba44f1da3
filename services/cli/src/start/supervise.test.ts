import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { identifyProcess, isRunning } from '@hark/db'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Supervised, supervise } from './supervise.ts'

const fixture = fileURLToPath(new URL('./service.fixture.ts', import.meta.url))

type Watched = {
  service: Supervised
  failures: number[]
  starts: () => { pid: number; knows: string[] }[]
  log: () => string
}

function watch(kind: 'steady' | 'broken'): Watched {
  const folder = mkdtempSync(join(tmpdir(), 'hark-supervise-'))
  const logFile = join(folder, 'logs', 'x.log')
  const failures: number[] = []
  const environment = { PATH: process.env.PATH ?? '', FIXTURE: kind }
  const service = supervise({
    name: 'x',
    main: fixture,
    environment,
    logFile,
    onFailure: (n) => failures.push(n),
  })
  onTestFinished(async () => {
    await service.stop()
    rmSync(folder, { recursive: true })
  })
  const log = () => readFileSync(logFile, 'utf8')
  const lines = () =>
    log()
      .split('\n')
      .filter((line) => line.startsWith('{'))
  const starts = () =>
    lines()
      .map((line) => JSON.parse(line))
      .filter(({ msg }) => msg === 'started')
  return { service, failures, starts, log }
}

test('a service becomes ready, knows only its own environment, and stops', async () => {
  const { service, starts } = watch('steady')
  await service.ready
  const [{ pid, knows }] = starts() as [{ pid: number; knows: string[] }]
  expect(knows).toEqual(['FIXTURE', 'HARK_OPS_PORT', 'PATH'])
  const itself = identifyProcess(pid)
  await service.stop()
  expect(itself && isRunning(itself)).toBe(false)
})

test('a service that is killed is started again', async () => {
  const { service, starts, failures } = watch('steady')
  await service.ready
  process.kill((starts()[0] as { pid: number }).pid, 'SIGKILL')
  await vi.waitUntil(() => starts().length === 2, 10_000)
  expect(failures).toEqual([1])
})

test('a service stops when its supervisor is killed, however much it has to say', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hark-supervise-'))
  const starter = fileURLToPath(new URL('./supervisor.fixture.ts', import.meta.url))
  const supervisor = spawn(process.execPath, [starter, fixture, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(supervisor.stdout, 'data')
  const service = identifyProcess(Number(said))
  expect(service && isRunning(service)).toBe(true)
  supervisor.kill('SIGKILL')
  await vi.waitUntil(() => !(service && isRunning(service)), 10_000)
  rmSync(folder, { recursive: true })
})

test('a service that cannot start is given up at the fourth end, its reason in the log', async () => {
  const { service, failures, log } = watch('broken')
  await expect(service.ready).rejects.toThrow(/^x ended 4 times while starting: see the end of .*x\.log$/)
  expect(failures).toEqual([1, 2, 3, 4])
  expect(log()).toMatch(/^Error: this service cannot start$/m)
})
