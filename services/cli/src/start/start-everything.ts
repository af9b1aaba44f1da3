import { join, relative } from 'node:path'
import { migrate } from '@hark/db'
import { OperatorError, withDeadline } from '@hark/runtime'
import { claim } from './claim.ts'
import type { StartConfig } from './config.ts'
import { buildConsole } from './console-build.ts'
import { type Database, openDatabase } from './database.ts'
import { openPractice } from './practice.ts'
import { removeRun, writeRun } from './run-file.ts'
import type { Screen } from './screen.ts'
import { openSecrets } from './secrets.ts'
import { type Deployment, environmentOf, mainOf, presentServices } from './services.ts'
import { type Supervised, supervise } from './supervise.ts'

const READY_MS = 60_000

/** What is running so far, for whoever must stop it. */
export type Running = { services: Supervised[]; database?: Promise<Database>; release?: () => void }

export type Start = {
  config: StartConfig
  screen: Screen
  running: Running
  signal: AbortSignal
  fail: (error: Error) => void
}

/** Claim, secrets, database, schema, practice, console, services: each step needs the ones before it. */
export async function startEverything(start: Start): Promise<void> {
  const { config, screen, running } = start
  const { release, afterCrash } = await claim(config)
  running.release = () => {
    removeRun(config.dataDir)
    release()
  }
  screen.line('Hark is starting')
  if (afterCrash) screen.note('the last start ended abruptly; what was stored is kept')
  const secrets = openSecrets(config.dataDir)
  running.database = openDatabase(config, { note: screen.note, lost: start.fail })
  const database = await screen.step('database', () => running.database as Promise<Database>)
  const { rolePasswords } = secrets
  await screen.step('schema', () => migrate(database.url, { rolePasswords }), describeMigrations)
  const practice = await screen.step('practice', () => openPractice(config.dataDir, database.url, secrets))
  const console_ = await screen.step(
    'console',
    () => buildConsole(logOf(config, 'console-build'), start.signal),
    describeConsole,
  )
  const { folder: consoleDir } = console_
  const deployment = { config, secrets, databaseUrl: database.url, consoleDir, practice: practice.is }
  await startServices(start, deployment)
  const address = `http://${config.host}:${config.port}`
  writeRun(config.dataDir, { address, databaseUrl: database.url })
  invite(start, address, practice.signIn)
}

async function startServices(
  { running, screen, config, signal }: Start,
  deployment: Deployment,
): Promise<void> {
  signal.throwIfAborted()
  running.services = presentServices().map((service) =>
    supervise({
      name: service.name,
      main: mainOf(service),
      environment: environmentOf(service, deployment, process.env),
      logFile: logOf(config, service.name),
      onFailure: (failures) => {
        if (failures % 3 === 0)
          screen.line(`${service.name} keeps ending: see ${logOf(config, service.name)}`)
      },
    }),
  )
  await screen.step(
    'services',
    () => allReady(running.services, config),
    () => `ready: ${names(running.services)}`,
  )
}

async function allReady(services: Supervised[], config: StartConfig): Promise<void> {
  const readiness = services.map(async (service) => ({
    service,
    ...(await withDeadline(service.ready, READY_MS)),
  }))
  const late = (await Promise.all(readiness)).find(({ done }) => !done)
  if (!late) return
  throw new OperatorError(
    `${late.service.name} did not become ready: see ${logOf(config, late.service.name)}`,
  )
}

function invite({ screen, config }: Start, address: string, signIn: string[]): void {
  screen.line()
  screen.line(`  Open        ${address}`)
  for (const [index, text] of signIn.entries()) {
    screen.line(`  ${(index === 0 ? 'Sign in' : '').padEnd(12)}${text}`)
  }
  screen.line(`  Data        ${nearName(config.dataDir)} (logs in ${nearName(join(config.dataDir, 'logs'))})`)
  screen.line('  Stop        Ctrl-C')
  screen.line()
}

const logOf = (config: StartConfig, service: string) => join(config.dataDir, 'logs', `${service}.log`)
const names = (services: Supervised[]) => services.map(({ name }) => name).join(', ') || 'none here'
const describeMigrations = (applied: string[]) =>
  applied.length === 0 ? 'up to date' : `${applied.length} changes made`
const describeConsole = ({ built }: { built: boolean }) => (built ? 'built' : 'ready')

function nearName(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
