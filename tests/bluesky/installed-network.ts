import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

export const folder = fileURLToPath(new URL('network/', import.meta.url))
const stamp = `${folder}node_modules/.installed`

/** Null once the network's own packages are there; else why they are not. Nothing of them is in the default install. */
export async function whyNotInstalled(env = process.env): Promise<string | null> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return null
  if (env.HARK_TEST_BLUESKY !== '1' && !env.CI)
    return 'its packages are not installed: HARK_TEST_BLUESKY=1 installs them, about 460 MB'
  if (env.HARK_OFFLINE === '1') return 'HARK_OFFLINE=1 downloads nothing'
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
