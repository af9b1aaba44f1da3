import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { fileSource } from '../bundle/source.ts'
import { LedgerError } from '../errors.ts'
import { verifyBundle } from './bundle.ts'
import { exitCodeOf } from './checklist.ts'
import { readable } from './report.ts'
import type { TrustOptions } from './trust.ts'

const usage = `hark-verify BUNDLE --vkey KEY [--vkey KEY …] [--seal-vkey KEY …] [--policy FILE] [--previous FILE] [--json]

Checks an exported Hark bundle offline. KEY is the log's verifier key, got from somewhere other than the bundle;
--previous is a checkpoint kept from an earlier export.
Exit: 0 valid, 1 invalid, 2 wrong usage, 3 valid as far as it goes.`

const args = {
  vkey: { type: 'string', multiple: true },
  'seal-vkey': { type: 'string', multiple: true },
  policy: { type: 'string' },
  previous: { type: 'string' },
  json: { type: 'boolean' },
} as const

/** Runs the verifier; returns its exit code. */
export async function main(argv: string[], print: (line: string) => void): Promise<number> {
  try {
    const { values, positionals } = parseArgs({ args: argv, options: args, allowPositionals: true })
    const [path] = positionals
    if (path === undefined || positionals.length > 1 || !values.vkey) throw new Error(usage)
    const source = await fileSource(path)
    try {
      const result = await verifyBundle(source, await toOptions(values))
      print(values.json ? JSON.stringify(result, null, 2) : readable(result))
      return exitCodeOf(result)
    } finally {
      await source.close()
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    print(error instanceof LedgerError ? `hark-verify: ${error.message}\n\n${usage}` : error.message)
    return 2
  }
}

type Values = { vkey?: string[]; 'seal-vkey'?: string[]; policy?: string; previous?: string }

async function toOptions(values: Values): Promise<TrustOptions> {
  return {
    vkey: values.vkey ?? [],
    ...(values['seal-vkey'] ? { sealVkey: values['seal-vkey'] } : {}),
    ...(values.policy ? { policy: await readFile(values.policy, 'utf8') } : {}),
    ...(values.previous ? { previousCheckpoint: await readFile(values.previous, 'utf8') } : {}),
  }
}
