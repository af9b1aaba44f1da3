import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { type Batch, classifyBatch, classifyStream, type Judge } from '@hark/detection'
import { type Command, UsageError } from '../command.ts'
import { resourcesWith } from '../train/candidate-file.ts'
import { ATHREAD, Threads } from './threads.ts'

export const classify: Command = {
  summary: 'Reads posts as JSONL on stdin, writes what detection says of each on stdout',
  usage: `classify [--model candidate.json] [--threads N] < posts.jsonl > judged.jsonl

Each line is {"id","text","lang"?}; each answer is one line, in the same order. A malformed line goes to stderr
with its number and the rest is processed; the exit code is then 1. No database is needed. A long stream is judged on as many
processors as there are, eight at most; --threads sets another number. The answers are the same.`,
  run,
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    options: { model: { type: 'string' }, threads: { type: 'string' } },
    allowPositionals: true,
  })
  if (positionals.length > 0) throw new UsageError('classify reads stdin: classify < posts.jsonl')
  const count = threadsOf(values.threads)
  await using threads = new Threads(count, values.model)
  process.stdin.setEncoding('utf8')
  const report = (line: number, why: string) => void process.stderr.write(`line ${line}: ${why}\n`)
  const judge = count > 1 ? beside(threads, values.model) : here(values.model)
  const { bad } = await classifyStream(process.stdin, write, report, judge, count > 1 ? count * ATHREAD : 1)
  return bad > 0 ? 1 : 0
}

const mostThreads = 8

function threadsOf(said: string | undefined): number {
  if (said === undefined) return Math.min(mostThreads, availableParallelism())
  if (!/^[1-9]\d?$/.test(said)) throw new UsageError('--threads needs a number from 1 to 99')
  return Number(said)
}

function here(model: string | undefined): Judge {
  const resources = resourcesWith(model)
  const gazetteer = resources.gazetteer()
  return (batch) => classifyBatch(batch, gazetteer, resources)
}

/** Threads cost a second to start: a short input is judged before they would be ready, a long one by them once they are. */
const shortInput = 1_000

function beside(threads: Threads, model: string | undefined): Judge {
  const judge = here(model)
  return (batch: Batch) => {
    if (batch.first > shortInput) threads.start()
    return threads.judge(batch) ?? judge(batch)
  }
}

/** Waits when the reader is slow, so that memory stays flat however long the input. */
async function write(lines: string): Promise<void> {
  if (!process.stdout.write(lines)) await once(process.stdout, 'drain')
}
