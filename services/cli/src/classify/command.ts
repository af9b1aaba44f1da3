import { once } from 'node:events'
import { fstatSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { classifyBatch, classifyStream, type Judge } from '@hark/detection'
import { type Command, UsageError } from '../command.ts'
import { resourcesWith } from '../train/candidate-file.ts'
import { ATHREAD, Threads } from './threads.ts'

export const classify: Command = {
  summary: 'Reads posts as JSONL on stdin, writes what detection says of each on stdout',
  usage: `classify [--model candidate.json] [--threads N] < posts.jsonl > judged.jsonl

Each line is {"id","text","lang"?}; each answer is one line, in the same order. A malformed line goes to stderr
with its number and the rest is processed; the exit code is then 1. No database is needed. --threads judges on several processors, with
the same answers: each takes seconds to grow quick and some 400 MB, which pays off from some 100,000 lines on.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { model: { type: 'string' }, threads: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length > 0) throw new UsageError('classify reads stdin: classify < posts.jsonl')
  // Reading a folder ends at once and without an error, as if it held no post.
  if (fstatSync(0).isDirectory()) throw new UsageError('stdin is a folder: classify < posts.jsonl')
  const count = threadsOf(values.threads)
  await using threads = new Threads(count, values.model)
  process.stdin.setEncoding('utf8')
  const report = (line: number, why: string) => void process.stderr.write(`line ${line}: ${why}\n`)
  const judge: Judge = count > 1 ? (batch) => threads.judge(batch) : here(values.model)
  const { bad } = await classifyStream(process.stdin, write, report, judge, count > 1 ? count * ATHREAD : 1)
  return bad > 0 ? 1 : 0
}

function threadsOf(said = '1'): number {
  if (!/^[1-9]\d?$/.test(said)) throw new UsageError('--threads needs a number from 1 to 99')
  return Number(said)
}

function here(model: string | undefined): Judge {
  const resources = resourcesWith(model)
  const gazetteer = resources.gazetteer()
  return (batch) => classifyBatch(batch, gazetteer, resources)
}

/** Waits when the reader is slow, so that memory stays flat however long the input. */
async function write(lines: string): Promise<void> {
  if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
}
