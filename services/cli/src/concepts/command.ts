import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { openConcepts } from '@hark/detection'
import { lltRanker, loadMedDra, type MedDra, NotMedDra } from '@hark/icsr'
import { type Command, UsageError } from '../command.ts'
import { told } from '../given-file.ts'
import { wholeIn } from '../option-number.ts'

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
  const most = wholeIn('most', values.most, 1, 100_000)
  const meddra = values.meddra ? releaseIn(values.meddra) : null
  const phrases = positionals.length > 0 ? positionals : linesOf(await text(process.stdin))
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

function releaseIn(folder: string): MedDra {
  try {
    return loadMedDra(folder)
  } catch (error) {
    if (error instanceof NotMedDra) throw new UsageError(`${folder}: ${error.message}`)
    throw told(folder, error)
  }
}

const linesOf = (input: string): string[] => input.split(/\r?\n/).filter((line) => line.trim())
