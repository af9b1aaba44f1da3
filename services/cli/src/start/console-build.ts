import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { text } from 'node:stream/consumers'
import { OperatorError } from '@hark/runtime'
import { root } from './config.ts'

const console_ = join(root, 'services/console')
const inputs = [
  'services/console/index.html',
  'services/console/package.json',
  'services/console/vite.config.ts',
  'services/console/public',
  'services/console/src',
  'packages/contract/src',
  'packages/domain/src',
  'pnpm-lock.yaml',
]

/** Builds that stay: a console that runs still serves the one it began with. */
const kept = 3

/** Gives the folder of the console's files, built when its sources changed since; null where there is no console to build. */
export async function buildConsole(
  logFile: string,
  signal: AbortSignal,
): Promise<{ folder: string | null; built: boolean }> {
  if (!existsSync(join(console_, 'index.html'))) return { folder: null, built: false }
  const builds = join(console_, 'dist')
  const folder = join(builds, stampOf(inputs).slice(0, 16))
  if (existsSync(folder)) return { folder, built: false }
  // Built beside, moved into a place of its own and never changed there: nobody is ever served half a console, or two halves.
  const draft = join(console_, 'node_modules', `.hark-build-${randomUUID()}`)
  try {
    await runVite(draft, logFile, signal)
    await mkdir(builds, { recursive: true })
    await rename(draft, folder).catch((error) => {
      if (!existsSync(folder)) throw error // else somebody built the same meanwhile
    })
    await removeOld(builds)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
  return { folder, built: true }
}

async function removeOld(builds: string): Promise<void> {
  const madeAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const byAge = readdirSync(builds)
    .map((name) => join(builds, name))
    .sort((a, b) => madeAt(b) - madeAt(a))
  await Promise.all(byAge.slice(kept).map((old) => rm(old, { recursive: true, force: true })))
}

function stampOf(paths: string[]): string {
  const hash = createHash('sha256')
  for (const file of paths.flatMap((path) => filesBelow(join(root, path))).sort()) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file))
  }
  return hash.digest('hex')
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return []
  try {
    const entries = readdirSync(path, { withFileTypes: true, recursive: true })
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return [path]
    throw error
  }
}

async function runVite(outDir: string, logFile: string, signal: AbortSignal): Promise<void> {
  const manifest = createRequire(join(console_, 'package.json')).resolve('vite/package.json')
  const args = [join(dirname(manifest), 'bin/vite.js'), 'build', '--outDir', outDir, '--logLevel', 'warn']
  // Whoever builds it, a test say, gets what people are served: React's own development build is several times slower.
  const env = { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' }
  const child = spawn(process.execPath, args, {
    cwd: console_,
    env,
    signal,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) =>
    child.on('error', reject).on('close', resolve),
  )
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  if (code === 0) return
  await mkdir(dirname(logFile), { recursive: true, mode: 0o700 })
  await writeFile(logFile, out + err, { mode: 0o600 })
  throw new OperatorError(`The console could not be built: see ${logFile}`)
}
