import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { freePort, startPostgres } from '@hark/db'
import { redisMissing, startRedis } from '@hark/testkit'
import pg from 'pg'
import { expect, test } from 'vitest'
import { type Created, startEngine } from './engine.fixture.ts'

const fixture = fileURLToPath(new URL('./choose.fixture.ts', import.meta.url))
const LONG = 60_000

type Choice = { on: string; why: string }

/** What is chosen where `DOCKER_HOST` is this and nothing else speaks of a runtime. */
async function chosen(dockerHost: string, more: Record<string, string> = {}): Promise<Choice> {
  const home = mkdtempSync(join(tmpdir(), 'hark-servers-'))
  const env = { HOME: home, DOCKER_HOST: dockerHost, TESTCONTAINERS_RYUK_DISABLED: 'true', ...more }
  const child = spawn(process.execPath, [fixture], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    return (await json(child.stdout)) as Choice
  } finally {
    rmSync(home, { recursive: true })
  }
}

test('where no container runtime answers, the embedded servers are used', { timeout: LONG }, async () => {
  expect(await chosen(`tcp://127.0.0.1:${await freePort()}`)).toEqual({
    on: 'embedded',
    why: 'on the embedded servers: no container runtime answers',
  })
})

test('where one answers but has no image and cannot pull it, that is said', { timeout: LONG }, async () => {
  await using engine = await startEngine()
  expect(await chosen(engine.url)).toEqual({
    on: 'embedded',
    why: expect.stringMatching(
      /^on the embedded servers: a container runtime answers, but .*registry unreachable/,
    ),
  })
  expect(engine.asked).toEqual(expect.arrayContaining(['GET /info', 'POST /images/create']))
})

test('offline, no image is asked for', { timeout: LONG }, async () => {
  await using engine = await startEngine()
  const { why } = await chosen(engine.url, { HARK_OFFLINE: '1' })
  expect(why).toBe('on the embedded servers: HARK_OFFLINE=1 pulls no image')
  expect(engine.asked).toEqual([])
})

test.skipIf(redisMissing)(
  `where one answers, the servers are the images, commands and health checks of docker-compose.yml${redisMissing ? ` (${redisMissing})` : ''}`,
  { timeout: LONG },
  async () => {
    await using redis = await startRedis()
    const postgres = await startPostgres({
      dataDir: mkdtempSync(join(tmpdir(), 'hark-image-')),
      durable: false,
    })
    const containers: Created[] = []
    await using engine = await startEngine(async (container) => {
      containers.push(container)
      if (container.Image.startsWith('redis')) return redis.port
      const given = container.Env?.find((text) => text.startsWith('POSTGRES_PASSWORD='))
      await takePassword(postgres.url, given?.slice('POSTGRES_PASSWORD='.length) ?? '')
      return postgres.port
    })
    try {
      expect(await chosen(engine.url)).toEqual({
        on: 'containers',
        why: 'on containers: a container runtime answers',
      })
    } finally {
      await postgres.destroy()
    }
    expect(containers).toMatchObject([
      { Image: 'postgres:18', Cmd: expect.arrayContaining(['postgres', 'timezone=UTC']) },
      {
        Image: 'redis:7',
        Cmd: expect.arrayContaining(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction']),
      },
    ])
    expect(containers.map(({ Healthcheck }) => Healthcheck?.Test?.slice(0, 2))).toEqual([
      ['CMD', 'pg_isready'],
      ['CMD', 'redis-cli'],
    ])
    for (const id of ['c0', 'c1']) expect(engine.asked).toContain(`POST /containers/${id}/stop`)
  },
)

/** As the image does with the password it is given. */
async function takePassword(url: string, password: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`alter role postgres password ${pg.escapeLiteral(password)}`)
  await client.end()
}
