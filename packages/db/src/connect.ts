import type { Readiness } from '@hark/runtime'
import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely'
import pg from 'pg'
import type { Tables } from './schema/index.ts'

export type Db = Kysely<Tables>
export type Trx = Transaction<Tables>

const INT8 = 20
const TIMESTAMPTZ = 1184
const DATE = 1082

/** Instants cross the code as ISO 8601 UTC text, counts as numbers: no Date arithmetic, no strings that look like numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: 'text' | 'binary' = 'text') => {
    if (oid === INT8) return (v: string) => safeInteger(v)
    if (oid === TIMESTAMPTZ) return (v: string) => new Date(v).toISOString()
    if (oid === DATE) return (v: string) => v
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

function safeInteger(v: string): number {
  const n = Number(v)
  if (!Number.isSafeInteger(n)) throw new Error(`bigint out of range: ${v}`)
  return n
}

export type ConnectOptions = {
  url: string
  max?: number
  onError?: (err: Error) => void
  settings?: Record<string, string>
}

/** A pool for one service, as that service's role. Without an `onError` a lost connection is quiet: the query that needed it rejects. */
export function connectPool(o: ConnectOptions): pg.Pool {
  const settings = { search_path: 'hark', TimeZone: 'UTC', ...o.settings } // hours and days are counted in UTC, wherever the server stands
  const pool = new pg.Pool({
    connectionString: o.url,
    max: o.max ?? 8,
    types,
    options: Object.entries(settings)
      .map(([k, v]) => `-c ${k}=${v}`)
      .join(' '),
  })
  // Unheard, a database restart would end the process: the pool hears idle connections, nobody those in use. Their query rejects.
  pool.on('error', (err) => o.onError?.(err)).on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** The same pool under Kysely; `db.destroy()` closes it. */
export function connect(o: ConnectOptions): Db {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: connectPool(o) }) })
}

/** For `/readyz` of a process that can work exactly when the database answers it. */
export async function databaseReady(db: Db): Promise<Readiness> {
  const ok = await sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
  return { ok, checks: { database: { ok } } }
}
