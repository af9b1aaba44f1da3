import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { classifyStream } from '@hark/detection'
import { type Command, UsageError } from '../command.ts'
import { resourcesWith } from '../train/candidate-file.ts'

export const classify: Command = {
  summary: 'Reads posts as JSONL on stdin, writes what detection says of each on stdout',
  usage: `classify [--model candidate.json] < posts.jsonl > judged.jsonl

Each line is {"id","text","lang"?}; each answer is one line, in the same order. A malformed line goes to stderr
with its number and the rest is processed; the exit code is then 1. No database is needed.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { model: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length > 0) throw new UsageError('classify reads stdin: classify < posts.jsonl')
  const resources = resourcesWith(values.model)
  process.stdin.setEncoding('utf8')
  const report = (line: number, why: string) => void process.stderr.write(`line ${line}: ${why}\n`)
  const { bad } = await classifyStream(process.stdin, write, report, resources.gazetteer(), resources)
  return bad > 0 ? 1 : 0
}

/** Waits when the reader is slow, so that memory stays flat however long the input. */
async function write(lines: string): Promise<void> {
  if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
}
