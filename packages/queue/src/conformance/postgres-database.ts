import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { schemaOf } from '../postgres-store.ts'
import type { TestStore } from './store.ts'

const serverUrl = process.env.HARK_TEST_POSTGRES_URL

/** Why Postgres cannot be tested here, or null. */
export const postgresMissing: string | null = serverUrl
  ? null
  : (process.env.HARK_TEST_POSTGRES_PROBLEM ?? 'HARK_TEST_POSTGRES_URL is not set')

export type TestDatabase = TestStore & { readonly url: string; query(text: string): Promise<unknown[]> }

/** An empty database of its own, on the test server unless another is named, dropped afterwards. */
export async function createDatabase(
  prefix: string,
  server: string = serverUrl ?? '',
): Promise<TestDatabase> {
  const name = `hark_queue_${randomBytes(6).toString('hex')}`
  const urlOf = (port?: number) => databaseUrl(server, name, port)
  await run(server, `create database ${name}`)
  const url = urlOf()
  return {
    kind: 'postgres',
    url,
    port: Number(new URL(url).port || 5432),
    connection: (port) => ({ postgresUrl: urlOf(port) }),
    loseEverything: () => dropSchema(url, schemaOf(prefix)),
    query: (text) => run(url, text),
    [Symbol.asyncDispose]: async () => void (await run(server, `drop database ${name} with (force)`)),
  }
}

/** Dropping takes locks table by table, and a worker may hold the next one and want the last: then Postgres refuses one. */
async function dropSchema(url: string, schema: string): Promise<void> {
  for (;;) {
    try {
      await run(url, `drop schema ${schema} cascade`)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01') throw error
    }
  }
}

function databaseUrl(server: string, database: string, port?: number): string {
  const url = new URL(server)
  url.pathname = `/${database}`
  if (port !== undefined) url.host = `127.0.0.1:${port}`
  return url.href
}

async function run(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
