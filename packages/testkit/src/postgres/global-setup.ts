import { type EmbeddedPostgres, startPostgres } from '@hark/db'
import { clearAbandoned, runFolder } from './run-folder.ts'
import { makeTemplate } from './template.ts'

/**
 * Vitest's globalSetup: one Postgres for the whole run, with a migrated template that each test copies.
 * HARK_TEST_POSTGRES_URL, a superuser's, uses a server that is there already. When it cannot be set up, only the tests
 * that ask for a database fail, with the reason.
 */
export default async function setup(): Promise<() => Promise<void>> {
  let server: EmbeddedPostgres | undefined
  try {
    const given = process.env.HARK_TEST_POSTGRES_URL
    if (!given) {
      await clearAbandoned()
      server = await startPostgres({ dataDir: runFolder(), durable: false })
    }
    const url = given ?? (server as EmbeddedPostgres).url
    process.env.HARK_TEST_POSTGRES_URL = url
    process.env.HARK_TEST_TEMPLATE = await makeTemplate(url)
  } catch (error) {
    process.env.HARK_TEST_POSTGRES_PROBLEM = (error as Error).message
  }
  return async () => server?.destroy()
}
