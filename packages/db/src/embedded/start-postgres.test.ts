import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type EmbeddedPostgres, isRunning, startPostgres } from './index.ts'
import { identifyProcess } from './process-identity.ts'

const starter = fileURLToPath(new URL('./starter.fixture.ts', import.meta.url))
let dataDir: string
let started: EmbeddedPostgres[]

beforeEach(() => {
  dataDir = join(mkdtempSync(join(tmpdir(), 'hark a blank and é ')), 'postgres') // mkdtemp makes it 0700
  started = []
})

afterEach(async () => {
  for (const server of started) await server.destroy()
  rmSync(join(dataDir, '..'), { recursive: true, force: true })
})

async function start(port = 0): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, port, durable: false })
  started.push(server)
  return server
}

async function ask(server: EmbeddedPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url)
  await client.connect()
  return (await client.query({ text: sql, rowMode: 'array' }).finally(() => client.end())).rows.flat()
}

/** Another process starts Postgres on the same folder; resolves when it has printed `line`, with what follows it. */
async function startElsewhere(line: string): Promise<{ child: ChildProcess; rest: string }> {
  const child = spawn(process.execPath, [starter, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const chunk of child.stdout) {
    const found = String(chunk)
      .split('\n')
      .find((text) => text.startsWith(line))
    if (found !== undefined) return { child, rest: found.slice(line.length).trim() }
  }
  throw new Error(`The other process ended without saying "${line}".`)
}

async function killNine(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('the embedded Postgres', () => {
  test('keeps its data over a stop and its password to its owner', async () => {
    const first = await start()
    await ask(first, 'create table kept as select 42 as answer')
    await first.stop()
    const again = await start()
    expect(await ask(again, 'select answer from kept')).toEqual([42])
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
    expect(await ask(again, 'show data_checksums')).toEqual(['on'])
    expect(await ask(again, 'show listen_addresses')).toEqual(['127.0.0.1'])
  })

  test('is durable unless told otherwise', async () => {
    const server = await startPostgres({ dataDir })
    started.push(server)
    const sql =
      "select setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')"
    expect(await ask(server, sql)).toEqual(['on', 'on', 'on'])
  })

  test('recovers what was committed before a kill -9', async () => {
    const first = await start()
    await ask(first, 'create table kept as select 7 as answer')
    await first.kill()
    expect(await ask(await start(), 'select answer from kept')).toEqual([7])
  })

  test('lets nobody in without the password', async () => {
    const server = await start()
    const client = new pg.Client({ ...addressOf(server), password: 'wrong' })
    await expect(client.connect()).rejects.toMatchObject({ code: '28P01' })
  })

  test('stops the server that a killed start left running', async () => {
    const { child, rest } = await startElsewhere('ready')
    const orphan = identifyProcess(Number(rest))
    await killNine(child)
    expect(orphan && isRunning(orphan)).toBe(true)
    expect(await ask(await start(), 'select 1')).toEqual([1])
    expect(orphan && isRunning(orphan)).toBe(false)
  })

  test('makes the database anew when a start died while making it', async () => {
    const { child } = await startElsewhere('creating the database')
    await killNine(child)
    expect(await ask(await start(), 'select 1')).toEqual([1])
  })

  test('says who uses the folder when somebody does', async () => {
    const { child } = await startElsewhere('ready')
    await expect(start()).rejects.toMatchObject({
      code: 'in_use',
      message: expect.stringContaining(`process ${child.pid}`),
    })
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await ask(await start(), 'select 1')).toEqual([1])
  })

  test('refuses a taken port in one sentence', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await once(squatter, 'listening')
    const { port } = squatter.address() as { port: number }
    await expect(start(port)).rejects.toMatchObject({ code: 'port_in_use' })
    squatter.close()
    expect((await start(port)).port).toBe(port)
  })
})

function addressOf(server: EmbeddedPostgres) {
  return { host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' }
}
