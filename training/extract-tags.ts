/**
 * Reads the written corpus as the detector reads posts, and writes what `fit/tags.py` fits the tag model on, one JSON row a line:
 * `node training/extract-tags.ts OUT`. Features are the detector's own, as hashes; ideas held out of every shipped model are marked.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fold } from '../packages/detection/src/fold/fold.ts'
import { readText } from '../packages/detection/src/reading.ts'
import { loadLists } from '../packages/detection/src/resources.ts'
import { findSituations, type Situations } from '../packages/detection/src/rules/situations.ts'
import { tagFeatures } from '../packages/detection/src/tags/tag-features.ts'
import { type CorpusRow, readCorpus } from './corpus-format.ts'
import { groupOf } from './held-out.ts'

const lists = loadLists()
const folder = join(import.meta.dirname, 'corpus')
const out = process.argv[2] ?? join(import.meta.dirname, '../.data/model/tags.jsonl')

const codesOf = ({ special, serious, priority }: Situations): string[] => [
  ...special.map(({ code }) => `@${code}`),
  ...serious.map(({ code }) => `!${code}`),
  ...priority.map(({ code }) => `#${code}`),
]

const goldOf = ({ special, seriousness, priority }: CorpusRow): string[] => [
  ...special.map((code) => `@${code}`),
  ...seriousness.map((code) => `!${code}`),
  ...priority.map((code) => `#${code}`),
]

function rowOf(row: CorpusRow): string {
  const folded = fold(row.text)
  const at = (offset: number): number => fold(row.text.slice(0, offset)).text.length
  const marks = row.spans
    .filter(({ kind }) => kind === 'medicine' || kind === 'other')
    .map(({ kind, start, end }) => ({ index: kind === 'medicine' ? 0 : 1, from: at(start), to: at(end) }))
  const reading = readText(folded, marks as never, row.lang, lists)
  const held = findSituations(reading.tokens, reading.cues, reading.events, reading.patients, 0)
  const { hashes, words } = tagFeatures(reading, 0, held)
  const odd = (createHash('sha256').update(row.text).digest()[31] ?? 0) % 2
  return JSON.stringify({
    group: groupOf(row),
    odd,
    taught: reading.language.known && reading.language.lang === 'en',
    words: [...new Set(hashes.subarray(0, words))],
    rules: [...new Set(hashes.subarray(words))],
    held: [...new Set(codesOf(held))],
    gold: goldOf(row),
  })
}

const lines = readdirSync(folder)
  .filter((file) => file.endsWith('.txt'))
  .sort()
  .flatMap((file) => readCorpus(file, readFileSync(join(folder, file), 'utf8')).rows)
  .map(rowOf)
writeFileSync(out, `${lines.join('\n')}\n`)
console.log(`${lines.length} rows`)
