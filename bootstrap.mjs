// The one way in, on any Node >= 20 with nothing installed: installs the pinned parts once, then runs the
// pinned Node. Plain JavaScript without dependencies, because it runs before anything is there.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(fileURLToPath(import.meta.url))
const pnpm = 'pnpm@10.34.9'
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.hark-installed')
const lockFile = join(modules, '.hark-install.lock')
const offline = process.env.HARK_OFFLINE === '1'
const [command = 'help', ...args] = process.argv.slice(2)

/** The commands that are not `hark` commands: they work on the source tree, from its root. */
const onTheTree = {
  test: ['packages/testkit/src/house/run-tests.ts'],
  check: ['packages/testkit/src/house/check.ts'],
  format: ['packages/testkit/src/house/format.ts'],
  bench: ['tests/bench/main.ts'],
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function main() {
  if (major(process.versions.node) < 20) {
    throw new Error(
      `Hark needs Node 20 or newer to start; this is ${process.version}. See https://nodejs.org`,
    )
  }
  if (!isInstalled()) await install()
  const script = onTheTree[command]
  if (script && !existsSync(join(root, script[0]))) throw new Error(`This copy of Hark has no ${script[0]}.`)
  const argv = script
    ? [join(root, script[0]), ...args]
    : [join(root, 'services/cli/src/main.ts'), command, ...args]
  return run(pinnedNode(), argv, script ? root : callersFolder())
}

function major(version) {
  return Number(version.split('.')[0])
}

/** npm moves to the project's root before it runs a script; a FILE the person typed is relative to where they stood. */
function callersFolder() {
  return process.env.npm_package_name === 'hark' && process.env.INIT_CWD
    ? process.env.INIT_CWD
    : process.cwd()
}

function wantedStamp() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch} ${pnpm}\n`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

function isInstalled() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()
}

async function install() {
  mkdirSync(modules, { recursive: true })
  const lock = await takeLock()
  try {
    if (isInstalled()) return // another start did it while this one waited
    process.stderr.write('Installing what Hark needs (once; the first time downloads about 300 MB) …\n')
    const flags = offline ? ['--offline'] : []
    const npx = [...flags, '-y', pnpm, 'install', '--frozen-lockfile', ...flags]
    const { code, output } = await runQuietly('npx', npx)
    if (code !== 0) throw new Error(`${output}\n${installAdvice()}`)
    writeFileSync(stampFile, wantedStamp())
  } finally {
    lock.release()
  }
}

function installAdvice() {
  if (offline)
    return 'Nothing was downloaded because HARK_OFFLINE=1. Run once without it, then offline works.'
  return 'Installing failed, see above. Check the network (or the npm registry setting) and run the same command again.'
}

/** One install at a time: the holder touches the file every second, so a lock nobody touches is nobody's. */
async function takeLock() {
  const token = randomUUID()
  for (;;) {
    try {
      const fd = openSync(lockFile, 'wx')
      writeFileSync(fd, token)
      closeSync(fd)
      await sleep(50) // two starts may both clear a dead lock; the one whose token stayed has it
      if (readFileSync(lockFile, 'utf8') === token) return holdLock(token)
    } catch (error) {
      if (error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error
      if (lockAge() > 20_000) unlinkSync(lockFile)
      await sleep(200)
    }
  }
}

function lockAge() {
  return Date.now() - (statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
}

function holdLock(token) {
  const isMine = () => existsSync(lockFile) && readFileSync(lockFile, 'utf8') === token
  const beat = setInterval(() => isMine() && utimesSync(lockFile, new Date(), new Date()), 1000)
  return {
    release() {
      clearInterval(beat)
      if (isMine()) unlinkSync(lockFile)
    },
  }
}

/** CI=1 keeps pnpm from asking; `npm run -s` would silence it. Its words are shown only when it fails: stdout is the command's. */
function runQuietly(file, argv) {
  const child = spawn(file, argv, {
    cwd: root,
    env: { ...process.env, CI: '1', npm_config_loglevel: 'warn' },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  passSignalsTo(child)
  return new Promise((resolve, reject) =>
    child.on('error', reject).on('close', (code) => resolve({ code, output })),
  )
}

function pinnedNode() {
  const os = process.platform === 'win32' ? 'win' : process.platform
  const binary = join(modules, `node-${os}-${process.arch}`, 'bin', os === 'win' ? 'node.exe' : 'node')
  if (existsSync(binary)) return binary
  if (major(process.versions.node) >= 24) return process.execPath
  throw new Error(
    `There is no packaged Node 24 for ${os}-${process.arch}: install Node 24 (https://nodejs.org) and run this again.`,
  )
}

/** The child leads its own process group, so Ctrl-C in a terminal reaches it once, through us, and not twice. */
function run(node, argv, cwd) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] // the channel closes when we die, even by kill -9
  const child = spawn(node, argv, { cwd, stdio, detached: process.platform !== 'win32' })
  passSignalsTo(child)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  })
}

/** npm sends on the Ctrl-C that the terminal already sent us: the same signal within half a second is the same one. */
function passSignalsTo(child) {
  const last = {}
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    const pass = () => {
      if (Date.now() - (last[signal] ?? 0) > 500) child.kill(signal)
      last[signal] = Date.now()
    }
    process.on(signal, pass)
    child.once('exit', () => process.off(signal, pass))
  }
}
