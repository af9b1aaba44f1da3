import { migrate, type ServiceRole } from '@hark/db'
import { readConfig } from './config.ts'
import { openDatabase } from './database.ts'
import { readRun } from './run-file.ts'
import { openSecrets } from './secrets.ts'
import { roleUrl } from './services.ts'

/**
 * Runs `act` with the URL of this deployment's database as `role` (`admin`: as superuser). Uses the server of a running
 * `hark start`; else starts the database for as long as `act` takes.
 */
export async function withDatabase<T>(
  role: ServiceRole | 'admin',
  act: (url: string) => Promise<T>,
): Promise<T> {
  const config = readConfig(process.env)
  const secrets = openSecrets(config.dataDir)
  const asRole = (url: string) =>
    role === 'admin' ? url : roleUrl(url, role, secrets.rolePasswords[role] ?? '')
  const run = readRun(config.dataDir)
  if (run) return act(asRole(run.databaseUrl))
  const database = await openDatabase(config, { note: () => {}, lost: () => {} })
  try {
    await migrate(database.url, { rolePasswords: secrets.rolePasswords })
    return await act(asRole(database.url))
  } finally {
    await database.stop()
  }
}
