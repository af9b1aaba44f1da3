import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '@hark/db'
import { makeTemplate } from '../../packages/testkit/src/postgres/template.ts'

/**
 * From here on, test databases of this file lie on a server that syncs to disk, as in service: the publisher refuses any other.
 * The server of the run gives that up for speed.
 */
export async function useDurableServer(): Promise<AsyncDisposable> {
  const before = { url: process.env.HARK_TEST_POSTGRES_URL, template: process.env.HARK_TEST_TEMPLATE }
  const server = await startPostgres({ dataDir: mkdtempSync(join(tmpdir(), 'hark-durable-')), durable: true })
  process.env.HARK_TEST_POSTGRES_URL = server.url
  process.env.HARK_TEST_TEMPLATE = await makeTemplate(server.url)
  return {
    [Symbol.asyncDispose]: async () => {
      process.env.HARK_TEST_POSTGRES_URL = before.url
      process.env.HARK_TEST_TEMPLATE = before.template
      await server.destroy()
    },
  }
}
