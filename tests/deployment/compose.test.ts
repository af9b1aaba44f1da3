import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Container, readCompose, root } from './compose-file.ts'

const compose = readCompose()
const ours = Object.entries(compose.services).filter(([, { image }]) => image === 'hark')
const processes = ours
  .filter(([, { command }]) => command?.[0] !== 'services/cli/src/main.ts')
  .map(([name]) => name)
const containerOf = (name: string) => compose.services[name] as Container
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hark-compose-'))
  hark(['secrets'], { HARK_DATA: folder })
})
afterAll(() => rmSync(folder, { recursive: true }))

function hark(args: string[], env: Record<string, string>) {
  const main = fileURLToPath(new URL('services/cli/src/main.ts', root))
  const done = spawnSync(process.execPath, [main, ...args], {
    env: { PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
  expect(done).toMatchObject({ status: 0, stderr: '' })
  return done.stdout
}

/** What a container sees, with its mounted secrets put where this machine has them. */
function environmentOf(name: string, env: Record<string, string> = {}): Record<string, string> {
  const { environment = {} } = readCompose(env).services[name] as Container
  const here = (value: string) => value.replace('/run/secrets/', `${folder}/secrets/`)
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [key, here(String(value ?? ''))]),
  )
}

/** Not given, because another one is: the queue runs on Redis. */
const insteadOf: Record<string, string[]> = { QUEUE_DATABASE_URL: ['REDIS_URL'] }

/** A service's configuration as its container reads it, the names of what it was given, and of every variable it asked for. */
async function readBy(name: string) {
  const { readConfig } = await import(new URL(`services/${name}/src/config.ts`, root).href)
  const environment = environmentOf(name)
  const looked = new Set<string>()
  const watched = new Proxy(environment, {
    get(target, key) {
      looked.add(String(key))
      return target[String(key)]
    },
  })
  const config = readConfig(watched)
  // Each variable is looked for as itself and as a file that holds it.
  const asked = [...looked].filter((one) => looked.has(`${one}_FILE`))
  return { config, given: Object.keys(environment), asked }
}

describe('docker-compose.yml', () => {
  test('runs every service that has a main, and nothing that has none', () => {
    const services = readdirSync(new URL('services', root)).filter((name) =>
      existsSync(new URL(`services/${name}/src/main.ts`, root)),
    )
    expect([...processes].sort()).toEqual(services.filter((name) => name !== 'cli').sort())
    for (const [, { command }] of ours) expect(existsSync(new URL(command?.[0] as string, root))).toBe(true)
  })

  test.each(processes)('%s starts with the settings it is given', async (name) => {
    const { config } = await readBy(name)
    expect(config.HARK_OPS_PORT).toBe(4690)
    expect(new URL(config.DATABASE_URL)).toMatchObject({ username: `hark_${name}`, host: 'postgres:5432' })
  })

  test.each(processes)('%s is given every setting it reads, and no other', async (name) => {
    const { given, asked } = await readBy(name)
    const has = (one: string) => given.includes(one) || given.includes(`${one}_FILE`)
    const absent = asked.filter((one) => !has(one) && !insteadOf[one]?.some(has))
    expect(absent, 'read by the service, absent in docker-compose.yml').toEqual([])
    const known = asked.flatMap((one) => [one, `${one}_FILE`])
    expect(given.filter((one) => !known.includes(one))).toEqual([])
  })

  test('a setting that is secret is given as a file, and nothing secret stands in the open', () => {
    for (const [name, { environment = {} }] of ours) {
      const open = Object.keys(environment).filter((key) =>
        /(PASSWORD|SECRET|TOKEN|_KEY|DATABASE_URL)$/.test(key),
      )
      expect(open, name).toEqual([])
    }
  })

  test('every secret is mounted from a file that `hark secrets` makes, and no other one is known', () => {
    const mounted = new Set(Object.values(compose.services).flatMap(({ secrets = [] }) => secrets))
    expect([...mounted].sort()).toEqual(Object.keys(compose.secrets).sort())
    for (const [name, { file }] of Object.entries(compose.secrets)) {
      expect(file).toBe(`./.secrets/${name}`)
      expect(existsSync(join(folder, 'secrets', name))).toBe(true)
    }
    for (const [name, { environment = {}, secrets = [] }] of Object.entries(compose.services)) {
      const used = Object.values(environment).filter((value) => String(value).startsWith('/run/secrets/'))
      expect(used.map((value) => value.slice('/run/secrets/'.length)).sort(), name).toEqual(
        [...secrets].sort(),
      )
    }
  })

  test('only the publisher can post, only the clock can sign checkpoints', () => {
    const knowing = (secret: string) =>
      Object.keys(compose.services).filter((name) => containerOf(name).secrets?.includes(secret))
    const posting = Object.keys(compose.secrets).filter((name) => /^(bluesky|x)-|-write-/.test(name))
    expect(posting).toHaveLength(16)
    for (const secret of posting) expect(knowing(secret), secret).toEqual(['publisher'])
    expect(knowing('checkpoint-key')).toEqual(['clock'])
    expect(knowing('role-postgres')).toEqual(['postgres'])
  })

  test('every container is confined, and only the api can be reached', () => {
    for (const [name, container] of Object.entries(compose.services)) {
      const confined = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }
      expect(container, name).toMatchObject(confined)
    }
    expect(Object.keys(compose.services).filter((name) => containerOf(name).ports)).toEqual(['api'])
    expect(containerOf('api').ports).toEqual(['127.0.0.1:4600:4600'])
    expect(compose.networks.inside).toEqual({ internal: true })
    for (const name of ['postgres', 'redis', 'clock', 'classifier'])
      expect(containerOf(name).networks).toEqual(['inside'])
  })

  test('services wait for a migrated database and are judged by /readyz', () => {
    for (const name of processes) {
      const { depends_on, healthcheck } = containerOf(name)
      expect(depends_on?.migrate).toEqual({ condition: 'service_completed_successfully' })
      expect(healthcheck?.test?.join(' ')).toContain('127.0.0.1:4690/readyz')
    }
    expect(containerOf('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
  })

  test('the queue is kept on disk and never evicts', () => {
    const command = containerOf('redis').command?.join(' ')
    expect(command).toContain('--appendonly yes --appendfsync everysec --maxmemory-policy noeviction')
    for (const name of ['clock', 'classifier'])
      expect(environmentOf(name).REDIS_URL).toBe('redis://redis:6379')
  })

  test('HARK_PRACTICE=1 seeds, and gives replies the practice platform', () => {
    const practice = { HARK_PRACTICE: '1' }
    expect(environmentOf('migrate', practice).HARK_PRACTICE).toBe('1')
    expect(environmentOf('api', practice).HARK_REPLY_PLATFORMS).toBe('practice')
    expect(environmentOf('api', practice).HARK_PV_CONTACT).toBe('drugsafety@practice.example')
    expect(environmentOf('publisher', practice).HARK_PRACTICE_PLATFORM).toBe('/data/practice-platform.jsonl')
    expect(environmentOf('api').HARK_REPLY_PLATFORMS).toBe('')
    expect(environmentOf('api', { ...practice, HARK_REPLY_PLATFORMS: 'bluesky' }).HARK_REPLY_PLATFORMS).toBe(
      'bluesky',
    )
  })

  test('secrets made before are left as they are', () => {
    const key = join(folder, 'secrets', 'bluesky-app-password')
    const before = readFileSync(join(folder, 'secrets', 'private-key'), 'utf8')
    writeFileSync(key, 'filled-in')
    hark(['secrets'], { HARK_DATA: folder })
    expect(readFileSync(key, 'utf8')).toBe('filled-in')
    expect(readFileSync(join(folder, 'secrets', 'private-key'), 'utf8')).toBe(before)
  })
})

test('who hands out text to post by hand sees the STOP file of the publisher, and changes it nowhere', () => {
  const hostFile = (name: string) => {
    const { environment, volumes = [] } = containerOf(name)
    const file = environment?.HARK_STOP_FILE ?? ''
    const [volume, at, mode] =
      volumes.map((one) => one.split(':')).find(([, at]) => file.startsWith(`${at}/`)) ?? []
    return { file: `${volume}:${file.slice(at?.length)}`, mode }
  }
  expect(hostFile('publisher')).toEqual({ file: 'publisher:/STOP', mode: undefined })
  expect(hostFile('api')).toEqual({ file: 'publisher:/STOP', mode: 'ro' })
})
