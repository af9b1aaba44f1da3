import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '@hark/db'
import { OperatorError, pause } from '@hark/runtime'
import { root } from './config.ts'
import { openLog } from './log-file.ts'

const HEALTHY_MS = 60_000
const ROTATE_MS = 60_000
const LONGEST_PAUSE_MS = 30_000
/** So many ends in a row before the first readiness are not an accident. */
const HOPELESS = 4
/** Longer than a service's own deadline, so that only one that hangs is killed. */
const PATIENCE_MS = 25_000

export type Supervised = {
  name: string
  /** Resolves when the service has answered ready for the first time; rejects when it keeps ending before. */
  ready: Promise<void>
  stop: () => Promise<void>
}

export type Supervision = {
  name: string
  main: string
  environment: Record<string, string>
  logFile: string
  /** A process ended that should not have; `failures` in a row. */
  onFailure: (failures: number) => void
}

/** Keeps one service running: starts it, starts it again with growing pauses when it ends, until stopped. */
export function supervise(supervision: Supervision): Supervised {
  const stopping = new AbortController()
  const first = Promise.withResolvers<void>()
  let child: ChildProcess | undefined
  const log = openLog(supervision.logFile)
  const rotation = setInterval(log.rotate, ROTATE_MS)
  first.promise.catch(() => {}) // heard by whoever waits for it; nobody does after the start

  async function keepRunning() {
    let failures = 0
    while (!stopping.signal.aborted) {
      const opsPort = await freePort()
      if (stopping.signal.aborted) return
      const began = Date.now()
      child = spawnService(supervision, opsPort, log.fd)
      void becomesReady(child, opsPort).then((ready) => ready && first.resolve())
      const end = await ended(child)
      if (stopping.signal.aborted) return
      failures = Date.now() - began > HEALTHY_MS ? 1 : failures + 1
      const time = new Date().toISOString()
      log.write(JSON.stringify({ time, service: supervision.name, msg: 'ended', end, failures }))
      supervision.onFailure(failures)
      if (failures >= HOPELESS) first.reject(neverReady(supervision))
      await pause(Math.min(LONGEST_PAUSE_MS, 500 * 2 ** (failures - 1)), stopping.signal)
    }
  }

  const running = keepRunning()
  return {
    name: supervision.name,
    ready: first.promise,
    async stop() {
      if (stopping.signal.aborted) return await running
      stopping.abort()
      child?.kill('SIGTERM')
      const killed = setTimeout(() => child?.kill('SIGKILL'), PATIENCE_MS)
      await running
      clearTimeout(killed)
      clearInterval(rotation)
      log.close()
    },
  }
}

/** A process group of its own: Ctrl-C in a terminal reaches the supervisor alone, which stops things in order. */
function spawnService({ main, environment }: Supervision, opsPort: number, log: number): ChildProcess {
  const watch = new URL('./die-with-parent.ts', import.meta.url).href
  return spawn(process.execPath, ['--import', watch, main], {
    cwd: root,
    env: { ...environment, HARK_OPS_PORT: String(opsPort) },
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  })
}

function neverReady({ name, logFile }: Supervision): OperatorError {
  return new OperatorError(`${name} ended ${HOPELESS} times while starting: see the end of ${logFile}`)
}

async function ended(child: ChildProcess): Promise<string> {
  try {
    const [code, signal] = await once(child, 'exit')
    return String(signal ?? code)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'error'
  }
}

async function becomesReady(child: ChildProcess, opsPort: number): Promise<boolean> {
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const reply = await fetch(`http://127.0.0.1:${opsPort}/readyz`, {
      signal: AbortSignal.timeout(3000),
    }).catch(() => null)
    if (reply?.ok) return true
    await sleep(100, undefined, { ref: false })
  }
  return false
}
