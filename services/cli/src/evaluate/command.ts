import { parseArgs } from 'node:util'
import { evaluateLines, plotOf, readableReport, reportOf } from '@hark/detection'
import { type Command, UsageError } from '../command.ts'
import { assertWritable, readGiven, writeGiven } from '../given-file.ts'
import { numberIn, seedIn, wholeIn } from '../option-number.ts'
import { resourcesWith } from '../train/candidate-file.ts'

export const evaluate: Command = {
  summary: 'Measures detection on a labelled file: how much it finds, at what load, how sure one can be',
  usage: `evaluate FILE [--model candidate.json] [--json] [--plot FILE.svg] [--prevalence SHARE] [--resamples N] [--seed N] [--gallery N]

FILE is JSONL: {"id","text","label","lang"?,"product"?,"thread"?,"class"?,"special"?,"spans"?} with label 1/0, true/false, or A (adverse
event), S (special situation only), N (neither) as docs/annotation.md defines them; special is a list of its situations' codes; spans are
{"start","end"} or the words themselves. --prevalence states the figures as if that share of posts held an event (0.0184 for medicines on
Twitter). A malformed line goes to stderr with its number and the rest is
measured; the exit code is then 1. No database is needed, and the file never leaves this machine.`,
  run,
}

const options = {
  model: { type: 'string' },
  json: { type: 'boolean' },
  plot: { type: 'string' },
  prevalence: { type: 'string' },
  resamples: { type: 'string', default: '1000' },
  seed: { type: 'string', default: '1' },
  gallery: { type: 'string', default: '10' },
} as const

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [file] = positionals
  if (!file || positionals.length > 1) throw new UsageError('evaluate needs one labelled FILE')
  const settings = {
    times: wholeIn('resamples', values.resamples, 0, 100_000),
    seed: seedIn(values.seed),
    gallery: wholeIn('gallery', values.gallery, 0, 1000),
    ...(values.prevalence !== undefined
      ? { prevalence: numberIn('prevalence', values.prevalence, 1e-6, 1 - 1e-6) }
      : {}),
  }
  if (values.plot) assertWritable(values.plot)
  const lines = readGiven(file).split('\n')
  let bad = 0
  const reportBad = (line: number, why: string): void => {
    bad++
    process.stderr.write(`line ${line}: ${why}\n`)
  }
  const resources = resourcesWith(values.model)
  const posts = await evaluateLines(lines, reportBad, resources.gazetteer(), resources)
  if (posts.length === 0) throw new UsageError('the file holds no labelled post')
  const report = reportOf(posts, settings)
  if (values.plot) writeGiven(values.plot, plotOf(report))
  const text = values.json
    ? JSON.stringify({ model: resources.modelId, ...report }, null, 2)
    : readableReport(report)
  process.stdout.write(values.json ? `${text}\n` : `model ${resources.modelId}\n${text}\n`)
  return bad > 0 ? 1 : 0
}
