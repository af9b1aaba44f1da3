import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { openConcepts } from '@hark/detection'
import { lltRanker, loadMedDra } from '@hark/icsr'
import { type Command, UsageError } from '../command.ts'

export const concepts: Command = {
  summary: 'Ranks the concepts a lay phrase may mean; with a MedDRA release, its current LLTs',
  usage: `concepts [PHRASE …] [--lang LANG] [--meddra MEDASCII-FOLDER] [--most N] [--json]

Each PHRASE (or each line of stdin) is ranked against the open vocabulary Hark ships. With --meddra, a licensed release in MedAscii
form, the answer is current lowest level terms with preferred term and primary SOC; the release stays where it is, and its version and
SHA-256 are printed. A person chooses: nothing is coded by machine alone.`,
  run,
}

const options = {
  lang: { type: 'string', default: 'en' },
  meddra: { type: 'string' },
  most: { type: 'string', default: '5' },
  json: { type: 'boolean' },
} as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const most = Number(values.most)
  if (!Number.isInteger(most) || most < 1) throw new UsageError('--most must be a whole number from 1')
  const phrases = positionals.length > 0 ? positionals : linesOf(await text(process.stdin))
  const meddra = values.meddra ? loadMedDra(values.meddra) : null
  if (meddra) process.stderr.write(`MedDRA ${meddra.version} ${meddra.language}, SHA-256 ${meddra.sha256}\n`)
  const open = openConcepts()
  const llts = meddra ? lltRanker(meddra, open) : null
  for (const phrase of phrases) {
    const ranked = llts ? llts(phrase, values.lang, most) : open(phrase, values.lang, most)
    if (values.json) {
      const from = meddra ? { meddra: meddra.version, sha256: meddra.sha256 } : {}
      process.stdout.write(`${JSON.stringify({ phrase, ...from, ranked })}\n`)
      continue
    }
    const rows = ranked.map((r) =>
      'code' in r
        ? `  ${r.score.toFixed(3)}  ${r.code}  ${r.name} → ${r.ptName} → ${r.socName}`
        : `  ${r.strength.toFixed(3)}  ${r.id}  ${r.name}`,
    )
    process.stdout.write(`${phrase}\n${rows.length > 0 ? rows.join('\n') : '  nothing comes near'}\n`)
  }
  return 0
}

const linesOf = (input: string): string[] => input.split('\n').filter((line) => line.trim())
