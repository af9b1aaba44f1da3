import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { migrate, serviceRoles } from '@hark/db'
import pg from 'pg'

/** In tests every role's password is this; the server listens on loopback and dies with the run. */
export const TEST_PASSWORD = 'test'
const migrations = new URL('../../../../migrations/', import.meta.url)
const LOCK = 4_600_001

/**
 * Makes the migrated database that tests copy, unless this server has it; gives its name, which carries a hash of the
 * migrations so that a server used for long never hands out an old schema.
 */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `hark_template_${hashOfMigrations()}`
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const done = await client.query('select from pg_database where datname = $1 and datistemplate', [name])
    if (done.rowCount === 0) await buildTemplate(client, serverUrl, name)
    return name
  } finally {
    await client.end()
  }
}

/** Marked as a template only when complete, so a run that died halfway is begun again. */
async function buildTemplate(client: pg.Client, serverUrl: string, name: string): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`)
  await client.query(`create database ${name} template template0`)
  const rolePasswords = Object.fromEntries(serviceRoles.map((role) => [role, TEST_PASSWORD]))
  await migrate(databaseUrl(serverUrl, name), { rolePasswords })
  await client.query(`alter database ${name} is_template true allow_connections false`)
}

/** The URL of another database of the same server, as another role when one is named. */
export function databaseUrl(serverUrl: string, database: string, role?: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  if (role) {
    url.username = role
    url.password = TEST_PASSWORD
  }
  return url.href
}

function hashOfMigrations(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrations).sort())
    hash.update(file).update(readFileSync(new URL(file, migrations)))
  return hash.digest('hex').slice(0, 12)
}
