import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@hark/db'

/** Why Redis cannot be tested here, or null. */
export const redisMissing: string | null =
  spawnSync('redis-server', ['--version']).status === 0 ? null : 'redis-server is not installed'

export type TestRedis = AsyncDisposable & {
  readonly port: number
  readonly url: string
  /** SIGKILL. What the append-only file holds is kept. */
  kill(): Promise<void>
  /** Starts it again on the same port; `empty`: with all its data gone. */
  start(options?: { empty?: boolean }): Promise<void>
}

/** A redis-server with an append-only file and noeviction in a folder of its own, as docker-compose.yml runs it. */
export async function startRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'hark-redis-'))
  const port = await freePort()
  let server = await spawnServer(folder, port)
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const exited = once(server, 'exit')
    server.kill('SIGKILL')
    await exited
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    kill,
    start: async ({ empty = false } = {}) => {
      await kill()
      if (empty) await rm(folder, { recursive: true })
      await mkdir(folder, { recursive: true })
      server = await spawnServer(folder, port)
    },
    [Symbol.asyncDispose]: async () => {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function spawnServer(folder: string, port: number): Promise<ChildProcess> {
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    'maxmemory-policy': 'noeviction',
    save: '',
  }
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const chunk of server.stdout.iterator({ destroyOnReturn: false })) {
    if (String(chunk).includes('Ready to accept connections')) break
  }
  server.stdout.resume()
  return server
}
