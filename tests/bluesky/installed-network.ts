import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const folder = fileURLToPath(new URL('network/', import.meta.url))
const stamp = `${folder}node_modules/.installed`

/** Null once the network's own packages are there; else why they are not. Nothing of them is in the default install. */
export async function whyNotInstalled(env = process.env): Promise<string | null> {
  if (isInstalled()) return null
  if (env.HARK_TEST_BLUESKY !== '1' && !env.CI)
    return 'its packages are not installed: HARK_TEST_BLUESKY=1 installs them, about 460 MB'
  if (env.HARK_OFFLINE === '1') return 'HARK_OFFLINE=1 downloads nothing'
  return alone(async () => (isInstalled() ? null : install()))
}

const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()

/** Several test files want the packages at once; npm empties the folder that another is filling. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  const lock = join(
    tmpdir(),
    `hark-bluesky-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`,
  )
  while (!taken(lock)) await pause(200)
  try {
    return await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Longer than any install: whoever held the lock is no more. */
const abandonedMs = 600_000

function taken(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    if (Date.now() - since > abandonedMs) rmSync(lock, { recursive: true, force: true })
    return false
  }
}

async function install(): Promise<string | null> {
  // No script of a package runs: nothing needs to be compiled, SQLite comes with Node.
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve) =>
    npm.on('error', () => resolve(null)).on('close', resolve),
  )
  const [code, said] = await Promise.all([ended, text(npm.stderr)])
  if (code !== 0) return `npm ci failed: ${said.trim().split('\n').at(-1) ?? `exit ${code}`}`
  writeFileSync(stamp, wanted())
  return null
}

const wanted = () =>
  createHash('sha256')
    .update(readFileSync(`${folder}package-lock.json`))
    .digest('hex')
