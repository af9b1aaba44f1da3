// The one way in, on any Node >= 20 with nothing installed: installs the pinned parts once, then runs the pinned Node.
import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const nodeMajor = Number(process.versions.node.split('.')[0])
const root = dirname(fileURLToPath(import.meta.url))
const modules = join(root, 'node_modules')
const stampFile = join(modules, '.hark-installed')
const lockFile = join(modules, '.hark-install.lock')
const pnpm = 'pnpm@10.34.9'
const offline = process.env.HARK_OFFLINE === '1'
const offlineAdvice = 'HARK_OFFLINE=1 downloads nothing, and something is missing: run once without it.'
const onlineAdvice =
  'Installing failed, see above: check the network or the registry setting, then run the same again.'
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** What works on the source tree, from its root; everything else is a `hark` command. */
const onTheTree = {
  test: 'packages/testkit/src/house/run-tests.ts',
  check: 'packages/testkit/src/house/check.ts',
  format: 'packages/testkit/src/house/format.ts',
  bench: 'tests/bench/main.ts',
}

const contentOf = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null)
const isInstalled = () => contentOf(stampFile) === `${wanted()} ${present()}`

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

async function main([command = 'help', ...args]) {
  if (nodeMajor < 20) {
    throw new Error(
      `Hark needs Node 20 or newer to start; this is ${process.version}. See https://nodejs.org`,
    )
  }
  if (!isInstalled()) await install()
  const script = onTheTree[command]
  if (!script) return run([join(root, 'services/cli/src/main.ts'), command, ...args], callersFolder())
  if (!fs.existsSync(join(root, script))) throw new Error(`This copy of Hark has no ${script}.`)
  return run([join(root, script), ...args], root)
}

/** npm goes to the project's root before it runs a script; a FILE the person typed is relative to where they stood. */
function callersFolder() {
  return (process.env.npm_package_name === 'hark' && process.env.INIT_CWD) || process.cwd()
}

function wanted() {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch} ${pnpm}\n`)
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(fs.readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** The names of all that lies there: an installation that lost a package since is none. */
function present() {
  const own = ['packages', 'services'].flatMap((top) => namesIn(top).map((name) => join(top, name)))
  const folders = ['.', 'tests', ...own].map((folder) => join(folder, 'node_modules'))
  const packages = [join('node_modules', '.pnpm'), ...folders].flatMap((folder) => {
    return namesIn(folder).map((name) => join(folder, name))
  })
  return createHash('sha256').update(packages.join('\n')).digest('hex')
}

function namesIn(folder) {
  const path = join(root, folder)
  return fs.existsSync(path)
    ? fs
        .readdirSync(path)
        .filter((name) => !name.startsWith('.'))
        .sort()
    : []
}

async function install() {
  fs.mkdirSync(modules, { recursive: true })
  const release = await takeLock()
  try {
    if (isInstalled()) return // another start did it while this one waited
    process.stderr.write('Installing what Hark needs (once; may take a minute) …\n')
    // pnpm takes a package that is there for whole. Unless this is an update of what was, its record goes: all are put there anew.
    if (!isUpdate()) fs.rmSync(join(modules, '.pnpm', 'lock.yaml'), { force: true })
    const flags = offline ? ['--offline'] : []
    const argv = [...flags, '-y', pnpm, 'install', '--frozen-lockfile', ...flags]
    const { code, output } = await runQuietly('npx', argv)
    if (code !== 0) throw new Error(`${output}\n${offline ? offlineAdvice : onlineAdvice}`)
    fs.writeFileSync(stampFile, `${wanted()} ${present()}`)
  } finally {
    release()
  }
}

function isUpdate() {
  const [before, lay] = contentOf(stampFile)?.split(' ') ?? []
  return before !== wanted() && lay === present()
}

/** One install at a time. The holder touches the file every second, so a lock that nobody touches is nobody's. */
async function takeLock() {
  const token = randomUUID()
  const isMine = () => contentOf(lockFile) === token
  while (!isMine()) {
    const touched = fs.statSync(lockFile, { throwIfNoEntry: false })?.mtimeMs
    if (touched && Date.now() - touched > 20_000) fs.rmSync(lockFile, { force: true })
    try {
      fs.writeFileSync(lockFile, token, { flag: 'wx' })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    await sleep(100) // two starts may both clear a dead lock: the one whose token stays has it
  }
  const beat = setInterval(() => isMine() && fs.utimesSync(lockFile, new Date(), new Date()), 1000)
  return () => {
    clearInterval(beat)
    if (isMine()) fs.rmSync(lockFile)
  }
}

/** CI=1 keeps pnpm from asking; `npm run -s` would silence it. Shown only when it fails: stdout is the command's own. */
async function runQuietly(file, argv) {
  const env = { ...process.env, CI: '1', npm_config_loglevel: 'warn' }
  const onWindows = process.platform === 'win32'
  const child = spawn(file, argv, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], shell: onWindows })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return { code: await ended(child), output }
}

/** The child leads its own process group, so Ctrl-C in a terminal reaches it once, through us, and not twice. */
function run(argv, cwd) {
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc'] // the channel closes when we die, even by kill -9
  const env = { NODE_COMPILE_CACHE: join(modules, '.compile-cache'), ...process.env }
  return ended(spawn(pinnedNode(), argv, { cwd, env, stdio, detached: process.platform !== 'win32' }))
}

function pinnedNode() {
  const os = process.platform === 'win32' ? 'win' : process.platform
  const binary = join(modules, `node-${os}-${process.arch}`, 'bin', os === 'win' ? 'node.exe' : 'node')
  if (fs.existsSync(binary)) return binary
  if (nodeMajor >= 24) return process.execPath
  throw new Error(
    `For ${os}-${process.arch} install Node 24 yourself (https://nodejs.org), then run this again.`,
  )
}

/**
 * The exit code, with signals passed on until then. npm repeats the Ctrl-C that the terminal already sent us: signals
 * within half a second are one. A closed terminal, or a parent that died without a word (sh), means stop.
 */
function ended(child) {
  const parent = process.ppid
  let last = 0
  const pass = (signal) => {
    clearInterval(watch)
    if (Date.now() - last > 500) child.kill(signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM')
    last = Date.now()
  }
  const watch = setInterval(() => process.ppid !== parent && pass('SIGTERM'), 1000)
  for (const signal of stopSignals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  }).finally(() => {
    clearInterval(watch)
    for (const signal of stopSignals) process.off(signal, pass)
  })
}
