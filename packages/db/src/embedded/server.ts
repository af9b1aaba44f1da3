import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Home } from './home.ts'
import { accountOptions } from './initialise.ts'
import { readPostmasterFile } from './postmaster-file.ts'
import { serverSettings } from './settings.ts'

const LOG_LIMIT = 10_000_000

export type Server = {
  pid: number
  /** Resolves when the process is gone, wanted or not. */
  exited: Promise<void>
  /** Fast shutdown, with a deadline after which the log is left to be replayed. */
  stop: () => Promise<void>
  /** kill -9, as a fault would. */
  kill: () => Promise<void>
}

export type Launch = { port: number; durable: boolean; log: (line: string) => void }

/** Runs the server until it accepts connections; on failure hands back what it wrote to its log. */
export async function launchServer(home: Home, launch: Launch): Promise<Server | { failure: string }> {
  const logFile = rotatedLog(home)
  const logStart = existsSync(logFile) ? statSync(logFile).size : 0
  const child = spawnServer(home, launch, logFile)
  const exited = new Promise<void>((done) => child.once('exit', () => done()).once('error', () => done()))
  if (await becomesReady(child, home.cluster, launch.log)) return handle(child, exited)
  await exited
  return { failure: readFileSync(logFile).subarray(logStart).toString() }
}

/** Its own process group: Ctrl-C in a terminal must not stop the database before those who use it. */
function spawnServer(home: Home, launch: Launch, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a', 0o600)
  try {
    return spawn(join(home.binaries, 'bin', 'postgres'), ['-D', home.cluster, ...serverSettings(launch)], {
      ...accountOptions(home),
      cwd: home.cluster,
      detached: true,
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

function rotatedLog(home: Home): string {
  const file = join(home.dataDir, 'postgres.log')
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`)
  return file
}

/** Replaying the log after a crash may take long; as long as the process lives, it is waited for. */
async function becomesReady(
  child: ChildProcess,
  cluster: string,
  log: (line: string) => void,
): Promise<boolean> {
  let failed = child.pid === undefined
  child.once('exit', () => {
    failed = true
  })
  const nextWord = Date.now() + 2000
  let said = false
  while (!failed) {
    const file = readPostmasterFile(cluster)
    if (file?.pid === child.pid && file?.ready) return true
    if (!said && Date.now() > nextWord) {
      log('recovering the database after an abrupt end')
      said = true
    }
    await sleep(20)
  }
  return false
}

function handle(child: ChildProcess, exited: Promise<void>): Server {
  const isGone = () => child.exitCode !== null || child.signalCode !== null
  const end = async (signal: NodeJS.Signals, patience: number) => {
    if (isGone()) return
    child.kill(signal)
    await Promise.race([exited, sleep(patience, undefined, { ref: false })])
  }
  return {
    pid: child.pid as number,
    exited,
    async stop() {
      await end('SIGINT', 20_000)
      await end('SIGQUIT', 5_000)
      await this.kill()
    },
    async kill() {
      if (isGone()) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
