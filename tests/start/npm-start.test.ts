import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { destroyPostgres, freePort, isRunning } from '@hark/db'
import { until } from '@hark/testkit'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Npm } from './npm.ts'
import { Tree } from './tree.ts'
import { reached, watched, watchNetwork } from './watched-network.ts'

const absent = process.platform === 'linux' ? '' : ' (reads /proc, which is not here)'
const onLinux = test.skipIf(absent !== '')
/** Each of these installs or starts something, on a machine that may be busy. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })
/** What npm itself says first. */
const banner = '\n> hark@0.1.0 start\n> node bootstrap.mjs start\n\n'

let tree: Tree
let address: string
let env: Record<string, string>
let cold: Npm
let kept: string[]
let seconds: string

beforeAll(async () => {
  tree = new Tree()
  const port = await freePort()
  address = `http://127.0.0.1:${port}`
  env = { HARK_PORT: String(port), HARK_PRACTICE_SPEED: '2000' }
})

afterAll(async () => {
  await cold?.[Symbol.asyncDispose]()
  await destroyPostgres(tree.path('.data', 'postgres')).catch(() => {})
  tree[Symbol.dispose]()
})

onLinux(`npm start in a fresh private clone brings a person to a console${absent}`, async () => {
  cold = new Npm(tree, ['start'], env)
  seconds = `cold ${(await cold.consoleAt(address)).toFixed(1)} s`
  expect(cold.stderr).toBe('Installing what Hark needs (once; may take a minute) …\n')
  expect(cold.stdout).toContain('one-time code: npm run -s hark -- demo code ')
  await until('practice posts are stored', async () => (await posts()).length > 20, 60_000)
})

onLinux(
  'beside it, a second start on its data, and one on its port, are each told so in one sentence',
  async () => {
    const second = await new Npm(tree, ['start'], { ...env, HARK_PORT: String(await freePort()) }).ended
    expect(second.code).toBe(1)
    expect(second.stdout).toBe(banner)
    expect(second.stderr).toMatch(
      /^Hark is already running on \S+\/\.data at http:\S+ \(process \d+\): use that one, .*\.\n$/,
    )
    expect(second.stderr).toContain(address)

    const elsewhere = await new Npm(tree, ['start'], { ...env, HARK_DATA: 'other' }).ended
    expect(elsewhere.code).toBe(1)
    expect(elsewhere.stderr).toMatch(/^Port \d+ is used by another program: stop that one, or choose .*\.\n$/)
    expect(readdirSync(tree.path('other'))).toEqual([])
  },
)

onLinux('Ctrl-C stops it, and no process of it stays', async () => {
  kept = await posts()
  const all = cold.processes()
  // npm, its shell, the bootstrap, the supervisor, five services, and Postgres with several of its own
  expect(all.length).toBeGreaterThan(12)
  const { stdout } = await cold.pressCtrlC()
  expect(stdout).toMatch(/\nStopping …\nStopped\.\n$/)
  await until('all its processes are gone', () => !all.some(isRunning), 10_000)
  expect(existsSync(tree.path('.data', 'run.json'))).toBe(false)
})

onLinux('an installation that lost packages is made whole by the next command', async () => {
  const store = tree.path('node_modules', '.pnpm')
  const lost = readdirSync(store).filter((name) => /^(zod|pino|fastify)@/.test(name))
  expect(lost.length).toBeGreaterThanOrEqual(3)
  for (const name of lost) rmSync(`${store}/${name}`, { recursive: true })
  rmSync(inside(store, 'kysely'), { recursive: true }) // and another is there with half its files
  rmSync(tree.path('services', 'cli', 'node_modules'), { recursive: true })
  const { code, stderr } = await new Npm(tree, ['run', '-s', 'hark', '--', 'help', 'balance']).ended
  expect(stderr).toMatch(/^Installing what Hark needs .*\n$/)
  expect(code).toBe(0)
  for (const name of lost) expect(existsSync(`${store}/${name}`)).toBe(true)
  expect(existsSync(inside(store, 'kysely'))).toBe(true)
})

onLinux(
  'a package that lost its files is told of in one sentence, and the next command installs anew',
  async () => {
    rmSync(inside(tree.path('node_modules', '.pnpm'), 'kysely'), { recursive: true })
    const broken = await new Npm(tree, ['start'], env).ended
    expect(broken.code).toBe(1)
    expect(broken.stderr).toMatch(
      /^Hark is not installed completely \(Cannot find .*\): run the same again, .*\.\n$/,
    )
    expect(existsSync(tree.path('node_modules', '.hark-installed'))).toBe(false)
  },
)

onLinux('an installation that was killed halfway is finished by the next command', async () => {
  const store = tree.path('node_modules', '.pnpm')
  rmSync(tree.path('node_modules'), { recursive: true })
  const killed = new Npm(tree, ['run', '-s', 'hark', '--', 'help'])
  await until('half of it is there', () => existsSync(store) && readdirSync(store).length > 100, 120_000)
  for (const { pid } of killed.processes()) process.kill(pid, 'SIGKILL')
  await killed.ended
  const later = new Date(Date.now() - 60_000) // as if a minute had passed: the dead one still seems to be at work until then
  utimesSync(tree.path('node_modules', '.hark-install.lock'), later, later)
  expect((await new Npm(tree, ['run', '-s', 'hark', '--', 'help']).ended).code).toBe(0)
})

onLinux(
  'HARK_OFFLINE=1 starts on its data again and reaches for no network, a live source included',
  async () => {
    const offline = { ...env, HARK_OFFLINE: '1', ...watchNetwork(tree) }
    await using warm = new Npm(tree, ['start'], offline)
    console.log(
      `npm start to a usable console: ${seconds}, packages from the local store; warm ${(await warm.consoleAt(address)).toFixed(1)} s`,
    )
    expect(warm.stderr).toBe('')
    expect(await posts()).toEqual(expect.arrayContaining(kept))

    writeFileSync(tree.path('mine.json'), JSON.stringify(programme))
    const hark = (...args: string[]) => new Npm(tree, ['run', '-s', 'hark', '--', ...args], offline).ended
    expect(await hark('programme', 'create', 'mine.json')).toMatchObject({ code: 0 })
    expect(
      await hark('live', 'bluesky', '--programme', 'Mine', '--acknowledge', 'Test Person'),
    ).toMatchObject({ code: 0 })
    const refused = `select 1 from hark.source where platform = 'bluesky' and last_error = 'offline by configuration'`
    await until('the live source is kept offline', async () => (await ask(refused)).length === 1, 60_000)
    await warm.pressCtrlC()

    for (const program of ['bootstrap.mjs', 'cli', 'clock', 'classifier', 'ingest', 'publisher', 'api'])
      expect(watched(tree), program).toMatch(new RegExp(`^watching \\S*${program}`, 'm'))
    expect(reached(tree)).toEqual([])
    const asked = "fetch('http://192.0.2.1/').catch(() => {})"
    await new Npm(tree, ['exec', '-c', `node -e "${asked}"`], offline).ended
    expect(reached(tree)).toEqual(['reached connect 192.0.2.1 from eval']) // the watch sees what it should
  },
)

const programme = {
  name: 'Mine',
  objective: 'Find possible adverse events of our products',
  strategy: 'Public posts, matched by name',
  markets: ['DE'],
  languages: ['en'],
  responsible: ['Test Person'],
  receivingEntity: 'Test Pharma GmbH',
  receivingZone: 'Europe/Berlin',
  products: [{ brand: 'Zorvexal', substance: 'zorvexaline', own: true }],
}

/** The code of an installed package. */
function inside(store: string, name: string): string {
  const folder = readdirSync(store).find((entry) => entry.startsWith(`${name}@`))
  return `${store}/${folder}/node_modules/${name}/dist`
}

async function ask(sql: string): Promise<unknown[]> {
  const { databaseUrl } = JSON.parse(readFileSync(tree.path('.data', 'run.json'), 'utf8'))
  const client = new pg.Client(databaseUrl)
  await client.connect()
  return (await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end())).rows.flat()
}

const posts = () => ask('select id from hark.post order by id') as Promise<string[]>
