import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  connect,
  firstAltered,
  newestCheckpoint,
  readCheckpoints,
  readLeafHashes,
  readLeaves,
  readSignatures,
  unsequenced,
} from '@hark/db'
import { exitCodeOf, readable, type VerifyResult, verifyLog, withShownColumns } from '@hark/ledger'
import { main as verifyBundleFile } from '@hark/ledger/verify'
import type { Command } from '../command.ts'
import { readConfig } from '../start/config.ts'
import { withDatabase } from '../start/deployment.ts'
import { openSecrets } from '../start/secrets.ts'

export const verify: Command = {
  summary: 'Checks the whole ledger, of the database or of an exported bundle, without the server',
  usage: `verify [BUNDLE] [--vkey KEY] [--previous FILE] [--json]

Without BUNDLE the ledger in the database is read entry by entry and checked against its newest checkpoint and, where kept,
the copy outside the database. Exit: 0 valid, 1 invalid (the first bad entry is named), 2 wrong use, 3 valid as far as it goes.`,
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
  const previous = values.previous ?? `${config.dataDir}/checkpoint`
  const { result, waiting } = await withDatabase('hark_auditor', (url) => verifyDatabase(url, vkey, previous))
  process.stdout.write(
    values.json ? `${JSON.stringify({ ...result, waiting }, null, 2)}\n` : `${readable(result)}\n`,
  )
  if (waiting > 0) process.stderr.write(`${waiting} entries are staged and not in the ledger yet.\n`)
  return exitCodeOf(result)
}

async function verifyDatabase(
  url: string,
  vkey: string,
  previousFile: string,
): Promise<{ result: VerifyResult; waiting: number }> {
  const db = connect({ url, max: 2 })
  try {
    const head = await newestCheckpoint(db)
    const size = head?.size ?? 0
    const log = await verifyLog({
      vkey: [vkey],
      checkpoint: head?.note ?? '',
      earlierCheckpoints: (await readCheckpoints(db)).slice(0, -1),
      entries: readLeaves(db, 0, size),
      leafHashes: readLeafHashes(db, 0, size),
      signatures: each(await readSignatures(db, size)),
      ...(existsSync(previousFile) ? { previousCheckpoint: readFileSync(previousFile, 'utf8') } : {}),
    })
    const result = log.status === 'invalid' ? log : withShownColumns(log, await firstAltered(db, size))
    return { result, waiting: await unsequenced(db) }
  } finally {
    await db.destroy()
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
