import { readFileSync } from 'node:fs'
import { connect, countedAsHash, type Db, pausesOf, spentOf } from '@hark/db'
import type { Adapter, Kept } from '@hark/sources'
import { readConfig } from '../start/config.ts'
import { readRun } from '../start/run-file.ts'
import { openSecrets } from '../start/secrets.ts'
import { roleUrl } from '../start/services.ts'

type Reading = { adapter: Adapter; config: unknown; secrets: Record<string, string> }

/** What a look asks counts as what a listening source of the same key asks. `key`: that of this deployment. */
export function keptIn(db: Db, key: Buffer, { adapter, config, secrets }: Reading): Kept {
  const countedAs = countedAsHash(key, adapter.platform, adapter.countedAs?.(config, secrets) ?? '')
  return { spent: spentOf(db, countedAs), pauses: pausesOf(db, countedAs) }
}

/** The same where Hark runs on this data; elsewhere a look has no database, and nothing to be counted with. */
export async function withKept<T>(
  env: NodeJS.ProcessEnv,
  reading: Reading,
  look: (kept?: Kept) => Promise<T>,
): Promise<T> {
  const { dataDir } = readConfig(env)
  const run = readRun(dataDir)
  if (!run) return look()
  const { rolePasswords, file } = openSecrets(dataDir)
  const key = Buffer.from(readFileSync(file('private-key'), 'utf8').trim(), 'hex')
  const db = connect({ url: roleUrl(run.databaseUrl, 'hark_api', rolePasswords.hark_api ?? ''), max: 1 })
  return look(keptIn(db, key, reading)).finally(() => db.destroy())
}
