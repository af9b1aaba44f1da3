import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, serviceRoles, startPostgres } from '@hark/db'
import pg from 'pg'

export type BenchDatabase = { url: (role?: string) => string }
export type BenchServer = AsyncDisposable & { create: () => Promise<BenchDatabase> }

/** Every role's password here; the server listens on loopback and is deleted afterwards. */
export const PASSWORD = 'bench'

/** The embedded server as `npm start` runs it, syncing every commit to disk, with a migrated database for each measurement. */
export async function startServer(): Promise<BenchServer> {
  const server = await startPostgres({ dataDir: mkdtempSync(join(tmpdir(), 'hark-bench-')), durable: true })
  let made = 0
  const urlOf = (database: string, role?: string) => {
    const url = new URL(server.url)
    url.pathname = `/${database}`
    if (role) Object.assign(url, { username: role, password: PASSWORD })
    return url.href
  }
  return {
    create: async () => {
      const name = `bench_${++made}`
      await run(server.url, `create database ${name}`)
      await migrate(urlOf(name), {
        rolePasswords: Object.fromEntries(serviceRoles.map((role) => [role, PASSWORD])),
      })
      return { url: (role) => urlOf(name, role) }
    },
    [Symbol.asyncDispose]: () => server.destroy(),
  }
}

export async function run(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client(url)
  await client.connect()
  return client.query(sql).finally(() => client.end())
}
