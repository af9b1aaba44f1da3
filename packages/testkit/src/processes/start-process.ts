import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const dieWithParent = new URL('../../../../services/cli/src/start/die-with-parent.ts', import.meta.url).href
const KEPT_CHARS = 20_000

export type Ended = { code: number | null; signal: NodeJS.Signals | null }

export type TestProcess = {
  readonly pid: number
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<Ended>
  running(): boolean
  /** SIGKILL; resolves once it is gone. */
  kill(): Promise<Ended>
  /** SIGTERM; resolves once it is gone. */
  stop(): Promise<Ended>
  /** The end of what it wrote, to show when a test fails. */
  output(): string
  /** What it wrote to stdout alone. */
  stdout(): string
}

/** A program of this repository on the Node that runs the tests. It knows `env` and nothing else, and dies with its parent. */
export function startProcess(main: string, args: string[], env: Record<string, string>): TestProcess {
  const child = spawn(process.execPath, ['--import', dieWithParent, main, ...args], {
    cwd: root,
    env: { PATH: process.env.PATH ?? '', NODE_COMPILE_CACHE: `${root}node_modules/.compile-cache`, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const written = { all: '', stdout: '' }
  const keep = (chunk: string) => {
    written.all = (written.all + chunk).slice(-KEPT_CHARS)
  }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    keep(chunk)
    written.stdout = (written.stdout + chunk).slice(-KEPT_CHARS)
  })
  child.stderr?.setEncoding('utf8').on('data', keep)
  const ended = endOf(child)
  const send = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return {
    pid: child.pid ?? 0,
    ended,
    running: () => child.exitCode === null && child.signalCode === null && child.pid !== undefined,
    kill: () => send('SIGKILL'),
    stop: () => send('SIGTERM'),
    output: () => written.all,
    stdout: () => written.stdout,
  }
}

/** 'close', not 'exit': then all it wrote has been read. */
async function endOf(child: ChildProcess): Promise<Ended> {
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { code, signal }
}
