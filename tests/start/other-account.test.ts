import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { freePort, isRunning } from '@hark/db'
import { until } from '@hark/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Env, Npm } from './npm.ts'
import { Tree } from './tree.ts'

const nobody = { uid: 65534, gid: 65534 }
const notRoot = process.getuid?.() === 0 ? '' : ' (only root can act as another account)'
const asRoot = test.skipIf(notRoot !== '')
const readOnly = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs -o ro none /var/lib && exec "$@"', 'sh']
const noMount =
  notRoot || spawnSync(readOnly[0] as string, [...readOnly.slice(1), 'true']).status === 0
    ? notRoot
    : ' (mounting is not allowed here)'
/** Each of these installs or starts something, on a machine that may be busy. */
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let tree: Tree
let port: number

/** One tree, installed by root and then the other account's own, in a folder that nobody else may enter. */
beforeAll(async () => {
  if (notRoot) return
  tree = new Tree()
  port = await freePort()
  expect((await new Npm(tree, ['run', '-s', 'hark', '--', 'help']).ended).code).toBe(0)
  mkdirSync(tree.path('home'))
  tree.giveTo(nobody.uid, nobody.gid)
})
afterAll(() => tree?.[Symbol.dispose]())

const start = (data: string, more: Env = {}, account?: typeof nobody, command?: string[]) =>
  new Npm(
    tree,
    ['start'],
    { HOME: tree.path('home'), HARK_PORT: String(port), HARK_DATA: data, ...more },
    account,
    command,
  )

/** How a refused start ends: nothing but one sentence, and not as if all were well. */
async function refusal(started: Npm): Promise<string> {
  const { code, stderr } = await started.ended
  expect(code).toBe(1)
  expect(stderr).toMatch(/^[^\n]+\.\n$/)
  return stderr
}

asRoot(`another account starts its own clone, and Ctrl-C leaves none of it${notRoot}`, async () => {
  await using hark = start('.data', {}, nobody)
  await hark.consoleAt(`http://127.0.0.1:${port}`)
  expect(statSync(tree.path('.data', 'postgres', 'cluster')).uid).toBe(nobody.uid)
  const all = hark.processes()
  expect(all.length).toBeGreaterThan(12)
  expect((await hark.pressCtrlC()).stdout).toMatch(/\nStopped\.\n$/)
  await until('all its processes are gone', () => !all.some(isRunning), 10_000)
})

asRoot(`data of another account is left alone${notRoot}`, async () => {
  const before = readdirSync(tree.path('.data'))
  expect(await refusal(start('.data'))).toMatch(
    /^The data in \S+ belongs to another account \(uid 65534, this is 0\): start Hark as that one, or /,
  )
  expect(readdirSync(tree.path('.data'))).toEqual(before)
})

asRoot(
  `a database that an ordinary user made is not taken over by giving root the folder${notRoot}`,
  async () => {
    tree.giveTo(0, 0, tree.path('.data'))
    expect(await refusal(start('.data'))).toMatch(
      /^The database in \S+postgres was made by an ordinary user: start Hark as before, or /,
    )
  },
)

asRoot(`nor one that root made by giving it away${notRoot}`, async () => {
  mkdirSync(tree.path('given', 'postgres'), { recursive: true })
  writeFileSync(tree.path('given', 'postgres', 'id'), '0123456789abcdef')
  tree.giveTo(nobody.uid, nobody.gid, tree.path('given'))
  expect(await refusal(start('given', {}, nobody))).toMatch(
    /^The database in \S+postgres was made by root: start Hark as before, or /,
  )
})

asRoot(`a folder that may not be written is named${notRoot}`, async () => {
  mkdirSync(tree.path('closed'), { mode: 0o700 })
  const said =
    /^Hark cannot keep its data in \S+closed\S* \(EACCES\): make that folder this account's own, or /
  expect(await refusal(start('closed', {}, nobody))).toMatch(said)
  expect(await refusal(start('closed/below', {}, nobody))).toMatch(said)
})

test.skipIf(noMount !== '')(
  `root without a place that Postgres can reach is told which one it wants${noMount}`,
  async () => {
    const said = await refusal(start('anew', {}, undefined, readOnly))
    expect(said).toMatch(
      /^Started as root, Hark keeps Postgres in \/var\/lib\/hark \(Postgres itself refuses root\), /,
    )
    expect(existsSync(tree.path('anew', 'run.json'))).toBe(false)
    expect(existsSync(tree.path('anew', 'lock'))).toBe(false)
  },
)
