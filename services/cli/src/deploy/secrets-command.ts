import { parseArgs } from 'node:util'
import { OperatorError } from '@hark/runtime'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { makeDeploySecrets } from './deploy-secrets.ts'

export const secrets: Command = {
  summary: 'Makes the secret files that docker-compose.yml mounts',
  usage: `secrets [--database HOST:PORT/NAME] [--owner UID]

Fills HARK_DATA/secrets and leaves what is there. The database is postgres:5432/hark unless told otherwise; --owner
gives the files to the account that the containers run as.`,
  run,
}

const options = {
  database: { type: 'string', default: 'postgres:5432/hark' },
  owner: { type: 'string' },
} as const

async function run(args: string[]): Promise<number> {
  const { database, owner } = parseArgs({ args, options }).values
  if (!/^[^/@]+\/[^/]+$/.test(database)) throw new UsageError('--database looks like postgres:5432/hark')
  if (owner !== undefined && !/^\d+$/.test(owner)) throw new UsageError('--owner is a number, say 1000')
  const { dataDir } = readConfig(process.env)
  const names = make(dataDir, database, owner === undefined ? null : Number(owner))
  process.stdout.write(`${names.length} secrets in ${dataDir}/secrets\n`)
  return 0
}

function make(dataDir: string, database: string, owner: number | null): string[] {
  try {
    return makeDeploySecrets({ dataDir, database, owner })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'EACCES') throw error
    throw new OperatorError(`${dataDir}/secrets cannot be written or given away (${code}): run this as root.`)
  }
}
