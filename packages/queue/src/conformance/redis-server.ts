import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import type { TestStore } from './store.ts'

/** Why Redis cannot be tested here, or null. */
export const redisMissing: string | null =
  spawnSync('redis-server', ['--version']).status === 0 ? null : 'redis-server is not installed'

export type TestRedis = TestStore & {
  /** SIGKILL, then a new process on the same files and port after `downMs`. */
  crashAndRestart(downMs: number): Promise<void>
}

/** A redis-server with an append-only file in a folder of its own, as docker-compose.yml runs it. */
export async function startRedisServer(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'hark-redis-'))
  const port = await freePort()
  const url = (at: number) => `redis://127.0.0.1:${at}`
  let server = await spawnServer(folder, port)
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  return {
    kind: 'redis',
    port,
    connection: (at = port) => ({ redisUrl: url(at) }),
    loseEverything: async () => {
      const redis = new Redis(url(port))
      await redis.flushall()
      redis.disconnect()
    },
    crashAndRestart: async (downMs) => {
      await stop()
      await new Promise((resolve) => setTimeout(resolve, downMs))
      server = await spawnServer(folder, port)
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function spawnServer(folder: string, port: number): Promise<ChildProcess> {
  const settings = [
    '--port',
    `${port}`,
    '--bind',
    '127.0.0.1',
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--save',
    '',
  ]
  const server = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    if (String(chunk).includes('Ready to accept connections')) break
  }
  server.stdout.resume()
  return server
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
