import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connect, type OpenValue, sealer, verifyDatabase } from '@hark/db'
import { exitCodeOf, readable } from '@hark/ledger'
import { main as verifyBundleFile } from '@hark/ledger/verify'
import { type Command, UsageError } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets } from '../start/secrets.ts'

export const verify: Command = {
  summary: 'Checks the whole ledger, of the database or of an exported bundle, without the server',
  usage: `verify [BUNDLE] [--vkey KEY] [--previous FILE] [--json]

Without BUNDLE the ledger in the database is read entry by entry and checked against its newest checkpoint and, where kept,
the copy outside the database. Exit: 0 valid, 1 invalid (the first bad entry is named), 2 wrong use or nothing to read,
3 valid as far as it goes: nothing is published yet, or entries have stood under no checkpoint for a minute.`,
  run,
}

const options = { vkey: { type: 'string' }, previous: { type: 'string' }, json: { type: 'boolean' } } as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const config = readConfig(process.env)
  const vkey = values.vkey ?? openSecrets(config.dataDir).verifierKey
  if (positionals.length > 0) {
    const given = args.includes('--vkey') ? args : [...args, '--vkey', vkey]
    return verifyBundleFile(given, (line) => void process.stdout.write(`${line}\n`))
  }
  const previous = previousIn(config.dataDir, values.previous)
  const { result, waiting } = await checkDatabase(vkey, previous, openerIn(config.dataDir)).catch(noVerdict)
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...result, waiting }, null, 2)}\n` : `${readable(result)}\n`,
  )
  if (waiting > 0) process.stderr.write(`${waiting} entries stand under no checkpoint yet.\n`)
  return exitCodeOf(result)
}

/** The checkpoint kept outside the database; one that was asked for must be there. */
function previousIn(dataDir: string, asked: string | undefined): string | undefined {
  const kept = join(dataDir, 'checkpoint')
  if (asked === undefined && !existsSync(kept)) return undefined
  try {
    return readFileSync(asked ?? kept, 'utf8')
  } catch (error) {
    return noVerdict(error)
  }
}

/** That nothing could be read, or with such a key, says nothing of the ledger: it is neither valid nor invalid. */
function noVerdict(error: unknown): never {
  const { message, code } = error as NodeJS.ErrnoException
  throw new UsageError(`Nothing was verified: ${message || code}.`)
}

const checkDatabase = (vkey: string, previousCheckpoint: string | undefined, open: OpenValue) =>
  withDatabase('hark_auditor', async (url) => {
    const db = connect({ url, max: 2 })
    return verifyDatabase(db, { vkey, previousCheckpoint, open }).finally(() => db.destroy())
  })

/** Opens private values of the ledger with the deployment's own key. */
function openerIn(dataDir: string): OpenValue {
  return sealer(Buffer.from(readFileSync(openSecrets(dataDir).file('private-key'), 'utf8'), 'hex'), 'ledger')
    .open
}
