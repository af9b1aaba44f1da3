import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { destroyPostgres, freePort } from '@hark/db'
import { type Ended, startProcess, type TestProcess, until } from '@hark/testkit'
import { type Ran, runCli } from './run-cli.ts'

const START_MS = 60_000

/** A `hark start` in a folder of its own, as a person has it, and the commands they run beside it. */
export class Deployment implements AsyncDisposable {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'hark-journey-'))
  readonly address: string
  readonly #settings: Record<string, string>
  #running: TestProcess | null = null

  private constructor(port: number, settings: Record<string, string>) {
    this.address = `http://127.0.0.1:${port}`
    this.#settings = {
      HARK_DATA: this.dataDir,
      HARK_PORT: String(port),
      HARK_LOG_LEVEL: 'warn',
      ...settings,
    }
  }

  static async make(settings: Record<string, string> = {}): Promise<Deployment> {
    return new Deployment(await freePort(), settings)
  }

  /** Starts, waits for the invitation to sign in, and gives what the terminal shows by then. */
  async start(): Promise<string> {
    const hark = startProcess('services/cli/src/main.ts', ['start'], this.#settings)
    this.#running = hark
    const invited = () => !hark.running() || hark.stdout().includes('Ctrl-C')
    await until('hark start invites to sign in', invited, START_MS, hark.output)
    if (!hark.running()) throw new Error(`hark start ended:\n${hark.output()}`)
    return hark.stdout()
  }

  /** What a terminal sends at Ctrl-C; gives how it ended and all it had shown. */
  async pressCtrlC(): Promise<Ended & { shown: string }> {
    const hark = this.#running
    if (!hark) throw new Error('not running')
    process.kill(hark.pid, 'SIGINT')
    const ended = await hark.ended
    this.#running = null
    return { ...ended, shown: hark.output() }
  }

  get pid(): number {
    return this.#running?.pid ?? 0
  }

  hark(args: string[], env: Record<string, string> = {}): Promise<Ran> {
    return runCli(args, { ...this.#settings, ...env })
  }

  /** The database as one of its roles, with the password this deployment gave it; as superuser when none is named. */
  databaseUrl(role?: string): string {
    const { databaseUrl } = JSON.parse(readFileSync(join(this.dataDir, 'run.json'), 'utf8'))
    const url = new URL(databaseUrl)
    if (role) {
      url.username = role
      url.password = readFileSync(join(this.dataDir, 'secrets', `role-${role}`), 'utf8').trim()
    }
    return url.href
  }

  /** What the public sees on the practice platform, by that platform's own record. */
  published(): { key: string; account: string; in_reply_to: string; text: string }[] {
    const record = join(this.dataDir, 'practice-platform.jsonl')
    const lines = existsSync(record) ? readFileSync(record, 'utf8').split('\n').filter(Boolean) : []
    return lines.map((line) => JSON.parse(line))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running?.stop()
    await destroyPostgres(join(this.dataDir, 'postgres')).catch(() => {})
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
