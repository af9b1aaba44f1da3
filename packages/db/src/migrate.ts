import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { OperatorError } from '@hark/runtime'
import pg from 'pg'

const FOLDER = new URL('../../../migrations/', import.meta.url)
const LOCK = 4_815_162_342

/** The login roles a migrated database knows; `hark_owner` owns everything and cannot log in. */
export const serviceRoles = [
  'hark_ingest',
  'hark_classifier',
  'hark_api',
  'hark_publisher',
  'hark_clock',
  'hark_auditor',
  'hark_queue',
] as const
export type ServiceRole = (typeof serviceRoles)[number]

/**
 * Brings a database to the newest migration; safe to run twice and by two at once (advisory lock).
 * `adminUrl` must be a role that may create roles. Refuses when a released migration's text has changed.
 */
export async function migrate(
  adminUrl: string,
  opts: { rolePasswords?: Record<string, string> } = {},
): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl })
  client.on('error', () => {}) // a lost connection rejects the query in hand; the event alone must not end the process
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    await client.query(
      'create table if not exists public.migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    )
    const applied = await applyPending(client)
    await setPasswords(client, opts.rolePasswords ?? {})
    return applied
  } finally {
    await client.end()
  }
}

async function applyPending(client: pg.Client): Promise<string[]> {
  const done = await client.query<{ name: string; sha256: string }>(
    'select name, sha256 from public.migration',
  )
  const known = new Map(done.rows.map((r) => [r.name, r.sha256]))
  const applied: string[] = []
  for (const name of (await readdir(FOLDER)).filter((f) => f.endsWith('.sql')).sort()) {
    const sql = await readFile(new URL(name, FOLDER), 'utf8')
    const sha256 = createHash('sha256').update(sql).digest('hex')
    const before = known.get(name)
    if (before === sha256) continue
    if (before)
      throw new OperatorError(
        `Migration ${name} was changed after it was applied. Restore its text and add a new migration.`,
      )
    await applyOne(client, name, sql, sha256)
    applied.push(name)
  }
  return applied
}

async function applyOne(client: pg.Client, name: string, sql: string, sha256: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query('insert into public.migration (name, sha256) values ($1, $2)', [name, sha256])
    await client.query(sql)
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    throw new OperatorError(`Migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}

async function setPasswords(client: pg.Client, passwords: Record<string, string>): Promise<void> {
  for (const role of serviceRoles) {
    const password = passwords[role]
    if (password) await client.query(`alter role ${role} password ${client.escapeLiteral(password)}`)
  }
}
