import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { databaseUrl } from './template.ts'

export type TestDatabase = AsyncDisposable & {
  name: string
  /** Connection URL as a service role, say `hark_api`; as superuser when none is named. */
  url: (role?: string) => string
}

/** A migrated database of this test's own, deleted on dispose: `await using db = await createTestDatabase()`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.HARK_TEST_POSTGRES_URL
  const template = process.env.HARK_TEST_TEMPLATE
  if (!serverUrl || !template) {
    const unset = 'run tests through the vitest.config.ts at the root'
    throw new Error(`No test database: ${process.env.HARK_TEST_POSTGRES_PROBLEM ?? unset}`)
  }
  const name = `test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, async (client) => {
    await client.query(`create database ${name} template ${template}`)
    await copyDatabaseRights(client, template, name)
  })
  return {
    name,
    url: (role) => databaseUrl(serverUrl, name, role),
    [Symbol.asyncDispose]: () =>
      onServer(serverUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`)
      }),
  }
}

/** Rights on the database itself are not part of what `template` copies. */
async function copyDatabaseRights(client: pg.Client, from: string, to: string): Promise<void> {
  const { rows } = await client.query<{ role: string; right: string }>(
    `select quote_ident(rolname) as role, privilege_type as right
     from pg_database, aclexplode(datacl) join pg_roles on pg_roles.oid = grantee where datname = $1`,
    [from],
  )
  const grants = rows.map(({ role, right }) => `grant ${right} on database ${to} to ${role};`)
  await client.query(`revoke all on database ${to} from public; ${grants.join(' ')}`)
}

async function onServer(url: string, act: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await act(client).finally(() => client.end())
}
