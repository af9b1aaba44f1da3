import { quoteSchemaName, runMigrations } from 'bullmq'
import pg from 'pg'

export type PostgresStore = {
  postgresUrl: string
  prefix: string
  queueNames: readonly string[]
  /** Roles that may use the queues but own nothing. */
  grantTo?: readonly string[]
}

export function schemaOf(prefix: string): string {
  return `${prefix}_queue`
}

/**
 * Creates or upgrades the schema of the Postgres backend, with the table that tells whether its data were lost.
 * Safe to run at every start and by several processes at once; the role of `postgresUrl` must be allowed to create it.
 */
export async function preparePostgresStore(store: PostgresStore): Promise<void> {
  const client = new pg.Client({ connectionString: store.postgresUrl, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // the query under way rejects with it
  await client.connect()
  try {
    const schema = schemaOf(store.prefix)
    await runMigrations(client, schema)
    await client.query('begin')
    // Serialises concurrent starters: `create … if not exists` races with itself.
    await client.query('select pg_advisory_xact_lock(hashtext($1))', [`hark:${schema}`])
    await client.query(`set local search_path to ${quoteSchemaName(schema)}, pg_catalog`)
    await client.query(
      'create table if not exists hark_epoch (only_row boolean primary key default true check (only_row), epoch text not null)',
    )
    await createIdSequences(client, store.queueNames)
    for (const role of store.grantTo ?? []) await grantUse(client, schema, role)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** BullMQ creates these at the first job, which a role without CREATE on the schema may not. */
async function createIdSequences(client: pg.Client, queueNames: readonly string[]): Promise<void> {
  for (const name of queueNames) {
    const { rows } = await client.query<{ sequence: string }>('select job_id_seq_name($1) as sequence', [
      name,
    ])
    await client.query(`create sequence if not exists ${rows[0]?.sequence}`)
  }
}

async function grantUse(client: pg.Client, schema: string, role: string): Promise<void> {
  const to = `to ${pg.escapeIdentifier(role)}`
  const within = `in schema ${quoteSchemaName(schema)}`
  await client.query(`grant usage on schema ${quoteSchemaName(schema)} ${to}`)
  await client.query(`grant select, insert, update, delete on all tables ${within} ${to}`)
  await client.query(`grant usage, select, update on all sequences ${within} ${to}`)
  await client.query(`grant execute on all functions ${within} ${to}`)
}
