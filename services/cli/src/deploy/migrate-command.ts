import { parseArgs } from 'node:util'
import type { Command } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openPractice } from '../start/practice.ts'
import { openSecrets } from '../start/secrets.ts'

export const migrate: Command = {
  summary: 'Brings the database to the newest schema; safe to repeat',
  usage: `migrate [--practice]

Uses DATABASE_URL (a superuser's) or the embedded database, and sets the roles' passwords from HARK_DATA/secrets.
With --practice, or HARK_PRACTICE=1, a fresh deployment also gets the practice programme and its people.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { practice: { type: 'boolean' } } })
  const { dataDir, practice } = readConfig(process.env)
  await withDatabase('admin', async (url) => {
    if (values.practice || practice) await openPractice(dataDir, url, openSecrets(dataDir))
  })
  process.stdout.write('The database is up to date.\n')
  return 0
}
