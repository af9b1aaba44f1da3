import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { identifyProcess, isRunning, type ProcessIdentity } from '@hark/db'
import { until } from '@hark/testkit'
import type { Tree } from './tree.ts'

const START_MS = 240_000
/** What the run of the tests put into its own environment; a person's terminal holds none of it. */
const ours = /^(HARK_|VITEST|VITE_|npm_(package|lifecycle)_|INIT_CWD|NODE_|DATABASE_URL|REDIS_URL|TEST|CI$)/

/** npm's look for a newer npm, and its words about a person's settings, are none of Hark's. */
const itself = { npm_config_update_notifier: 'false', npm_config_loglevel: 'error' }

export type Account = { uid: number; gid: number }
export type Env = Record<string, string>
export type Ended = { code: number | null; stdout: string; stderr: string }

/** `npm ARGS` as a person types it in the tree, in a terminal's process group of its own; `before`: what the command is run by. */
export class Npm {
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  readonly #began = performance.now()

  constructor(tree: Tree, args: string[], env: Env = {}, account?: Account, before: string[] = []) {
    const own = Object.entries(process.env).filter(([name]) => !ours.test(name))
    const [program = '', ...rest] = [...before, 'npm', ...args]
    this.#child = spawn(program, rest, {
      cwd: tree.folder,
      env: { ...Object.fromEntries(own), ...itself, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      ...account,
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stdout += chunk
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk
    })
    this.ended = once(this.#child, 'close').then(([code]) => ({
      code,
      stdout: this.stdout,
      stderr: this.stderr,
    }))
  }

  get running(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Waits until the invitation to sign in stands there and the console answers; gives the seconds it took. */
  async consoleAt(address: string): Promise<number> {
    const invited = () => !this.running || this.stdout.includes('Ctrl-C')
    await until('npm start invites to sign in', invited, START_MS, () => this.stdout + this.stderr)
    if (!this.running) throw new Error(`npm start ended:\n${this.stdout}${this.stderr}`)
    const page = await fetch(address)
    if (!page.ok || !(await page.text()).includes('<div id="root"'))
      throw new Error(`${address} serves no console: ${page.status}`)
    return (performance.now() - this.#began) / 1000
  }

  /** All that runs because of this command: what it started, and what those started, whatever their process groups. */
  processes(): ProcessIdentity[] {
    const children = Map.groupBy(processTable(), ({ parent }) => parent)
    const below = (pid: number): number[] => [
      pid,
      ...(children.get(pid) ?? []).flatMap((child) => below(child.pid)),
    ]
    return below(this.#child.pid ?? 0)
      .map(identifyProcess)
      .filter((known) => known !== null)
  }

  /** What a terminal does at Ctrl-C: SIGINT to every process of the foreground group. */
  pressCtrlC(): Promise<Ended> {
    process.kill(-(this.#child.pid ?? 0), 'SIGINT')
    return this.ended
  }

  /** The end of a test that failed halfway. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.running) return
    await Promise.race([this.pressCtrlC(), new Promise((late) => setTimeout(late, 30_000).unref())])
    for (const { pid } of this.processes().filter(isRunning)) process.kill(pid, 'SIGKILL')
  }
}

/** Parent by process, from /proc: the name in brackets may hold anything, so fields are counted behind the last one. */
function processTable(): { pid: number; parent: number }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }]
      } catch {
        return [] // it ended meanwhile
      }
    })
}
