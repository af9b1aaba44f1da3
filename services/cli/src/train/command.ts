import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Candidate, loadResources, TooFewLabels, trainLines } from '@hark/detection'
import { type Command, UsageError } from '../command.ts'
import { assertWritable, readGiven, writeGiven } from '../given-file.ts'
import { seedIn } from '../option-number.ts'
import { reviewedLines } from './reviews.ts'

export const train: Command = {
  summary:
    'Adapts the shipped detector to your own labels; the result is a candidate, used only once you say so',
  usage: `train --from FILE|reviews [--out candidate.json] [--force] [--recall 0.9] [--seed N] [--json]

FILE is JSONL as for \`hark evaluate\`: {"id","text","label","lang"?,"class"?}. "reviews" takes the signed decisions of this
deployment, of posts whose source allows training only. The shipped model stays as it is: the candidate holds corrections to it, a
threshold for the wanted recall, and a card of what it learnt from. Below 300 labels only the calibration moves.
--force writes over a candidate that is there.
Then: hark evaluate FILE --model candidate.json · hark classify --model candidate.json
Put to use by HARK_CANDIDATE=candidate.json of the classifier (npm start hands it on); the ledger then says so (docs/candidates.md).`,
  run,
}

const options = {
  from: { type: 'string' },
  out: { type: 'string', default: 'candidate.json' },
  recall: { type: 'string', default: '0.9' },
  seed: { type: 'string', default: '1' },
  json: { type: 'boolean' },
  force: { type: 'boolean' },
} as const

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options })
  if (!values.from) throw new UsageError('train needs --from FILE or --from reviews')
  const seed = seedIn(values.seed)
  const recall = Number(values.recall)
  if (!(recall > 0 && recall < 1)) throw new UsageError('--recall must lie between 0 and 1')
  if (existsSync(values.out) && !values.force)
    throw new UsageError(`${values.out} exists: name another file with --out, or add --force`)
  assertWritable(values.out)
  const lines = values.from === 'reviews' ? await reviewedLines() : readGiven(values.from).split('\n')
  const resources = loadResources()
  let bad = 0
  const reportBad = (line: number, why: string): void => {
    bad++
    process.stderr.write(`line ${line}: ${why}\n`)
  }
  try {
    const candidate = trainLines(lines, reportBad, resources.gazetteer(), resources, {
      from: values.from === 'reviews' ? 'signed decisions' : 'a labelled file',
      made: new Date().toISOString(),
      recallTarget: recall,
      seed,
    })
    writeGiven(values.out, `${JSON.stringify(candidate)}\n`)
    process.stdout.write(
      values.json ? `${JSON.stringify(candidate.card, null, 2)}\n` : told(candidate, values.out),
    )
  } catch (error) {
    if (!(error instanceof TooFewLabels)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  return bad > 0 ? 1 : 0
}

const three = (value: number): string => (Number.isFinite(value) ? value.toFixed(3) : '–')

function told({ card, threshold, corrections }: Candidate, out: string): string {
  const { ap } = card
  const learnt = card.penalty === null ? 'calibration only' : `${corrections.length} corrections`
  return [
    `${card.labels} labels of ${card.texts} texts, ${card.positives} with an event: ${learnt}`,
    `average precision ${three(ap.before)} before, ${three(ap.after)} after (unseen labels, 95 % ${three(ap.low)} … ${three(ap.high)})`,
    `flagged from ${three(threshold)} up, for a recall of ${card.recallTarget}`,
    '',
    'labels   average precision on a held-out fifth',
    ...card.curve.map(
      (point) =>
        `${String(point.labels).padStart(6)}   ${three(point.ap)} ${'▇'.repeat(Math.round(40 * point.ap))}`,
    ),
    '',
    ...[
      ...card.byLanguage.map((g) => ['language', g] as const),
      ...card.bySituation.map((g) => ['situation', g] as const),
      ...card.byClass.map((g) => ['class', g] as const),
    ].map(
      ([kind, g]) =>
        `${kind} ${g.name}: ${g.labels} labels, ${g.positives} events, recall ${three(g.recall)}, ${g.flagged} flagged`,
    ),
    '',
    `${out} is a candidate. Measure it with: hark evaluate FILE --model ${out}`,
    '',
  ].join('\n')
}
