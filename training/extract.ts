/**
 * Reads the corpora exactly as the detector reads posts, and writes what the fitting needs, one JSON row a line:
 * `HARK_SHARED=../shared node training/extract.ts OUT [FILE.jsonl …]`. With files, only those are read (`{"id","text","label"}`).
 */
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Folded, fold } from '../packages/detection/src/fold/fold.ts'
import { modelWords } from '../packages/detection/src/model/model-words.ts'
import { splitter } from '../packages/detection/src/model/split-tags.ts'
import { stemmed } from '../packages/detection/src/phrases/stems.ts'
import { tokenise } from '../packages/detection/src/phrases/tokens.ts'
import { PhraseTrie } from '../packages/detection/src/phrases/trie.ts'
import { type Reading, readText } from '../packages/detection/src/reading.ts'
import { type EventEntry, type Lists, loadLists } from '../packages/detection/src/resources.ts'
import { findSituations } from '../packages/detection/src/rules/situations.ts'
import { featuresOf } from '../packages/detection/src/score/features.ts'
import { logitOf } from '../packages/detection/src/score/score.ts'
import { sentimentOf, wordsOf } from '../packages/detection/src/sentiment/sentiment.ts'
import { nothingKnown, type Uses } from '../packages/detection/src/uses/uses.ts'
import { corpus, other, phee, psytar, type Source, shared } from './sources.ts'

const root = join(import.meta.dirname, '..')
const data = join(root, 'packages/detection/data')
const [out = join(root, '.data/model/rows.jsonl'), ...given] = process.argv.slice(2)

const resources = loadLists()
const gazetteer = resources.gazetteer()
const wordList = join(data, 'model/words-en.txt.gz')
const split = existsSync(wordList)
  ? splitter(gunzipSync(readFileSync(wordList)).toString('utf8').trim().split('\n'))
  : null

/** PsyTAR is not read with the phrases the lexicon took from it: they would prove themselves. */
function withoutOwnPhrases(source: string): Lists {
  const rows = readFileSync(join(shared, 'corpora/lexicons/ae_terms_open.tsv'), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
  const elsewhere = new Set(rows.filter((row) => row[2] !== source).map(([term]) => term?.toLowerCase()))
  const own = new Set(
    rows
      .filter((row) => row[2] === source && !elsewhere.has(row[0]?.toLowerCase()))
      .map(([term]) => stemmed(tokenise(fold(term ?? ''), 'en').words, 'en').join(' ')),
  )
  const english = resources.byLanguage.get('en')
  if (!english) throw new Error('no English lists')
  const trie = new PhraseTrie<EventEntry>()
  for (const line of gunzipSync(readFileSync(join(data, 'events-en.tsv.gz')))
    .toString('utf8')
    .split('\n')) {
    const [term = '', concept = ''] = line.split('\t')
    const words = stemmed(tokenise(fold(term), 'en').words, 'en')
    const key = words.join(' ')
    if (words.length && !own.has(key) && !english.ordinary.has(key))
      trie.addWords(words, { tier: 'plain', concept })
  }
  return {
    ...resources,
    byLanguage: new Map([...resources.byLanguage, ['en', { ...english, stemmedEvents: () => trie }]]),
  }
}

type Mark = { index: number; from: number; to: number }

/** Offsets of the original → offsets of the folded text. */
function folder(folded: Folded, text: string): (at: number) => number {
  if (folded.text.length === text.length && folded.map === null) return (at) => at
  return (at) => fold(text.slice(0, at)).text.length
}

function marksOf(source: Source, folded: Folded): Mark[] {
  const to = folder(folded, source.text)
  const named = source.spans.filter(({ kind }) => kind === 'medicine' || kind === 'other')
  if (source.view === 'marked')
    return named.map(({ kind, start, end }) => ({
      index: kind === 'medicine' ? 0 : 1,
      from: to(start),
      to: to(end),
    }))
  const isOther = (start: number, end: number): boolean =>
    named.some((s) => s.kind === 'other' && s.start < end && s.end > start)
  return gazetteer
    .inFolded(folded)
    .map((match) => ({ index: isOther(match.start, match.end) ? 1 : 0, from: match.from, to: match.to }))
}

const tagged = ['event', 'negated', 'supposed', 'indication', 'patient']

function tagsOf(source: Source, reading: Reading, from: Int32Array, to: Int32Array): number[] {
  const at = folder(reading.tokens.folded, source.text)
  const spans = source.spans.flatMap((span) => {
    const tag = tagged.indexOf(span.kind) + 1
    return tag ? [{ tag, start: at(span.start), end: at(span.end) }] : []
  })
  return Array.from(from, (first, i) => {
    if (first < 0) return 0
    const start = reading.tokens.start[first] ?? 0
    const end = reading.tokens.end[(to[i] ?? 1) - 1] ?? 0
    return spans.find((span) => span.start < end && span.end > start)?.tag ?? 0
  })
}

/**
 * The medicine a text is about: as marked or given, else the first the gazetteer finds. Two in five of the marked readings know nothing of it:
 * a product may be new, or go unnamed.
 */
function usesFor({ id, view, text, spans, about }: Source): Uses {
  if (view === 'marked' && Number(id.split(':')[1]) % 5 < 2) return nothingKnown
  const marked = spans.find(({ kind }) => kind === 'medicine')
  const name = marked ? text.slice(marked.start, marked.end) : (about ?? '')
  const [match] = [...gazetteer(name), ...(name ? [] : gazetteer(text))]
  return resources.usesOf(match?.product.substance ?? name)
}

function rowOf(source: Source, lists: Lists): string {
  const folded = fold(source.text)
  const marks = marksOf(source, folded)
  const reading = readText(folded, marks as never, source.lang, lists)
  const situations = findSituations(reading.tokens, reading.cues, reading.events, reading.patients, 0)
  const tone = sentimentOf(wordsOf(source.text), reading.language.lang, lists.sentiments)
  const uses = usesFor(source)
  const words = modelWords(reading, 0, uses, split)
  const features = featuresOf(reading, 0, uses, situations, tone.score)
  return JSON.stringify({
    id: source.id,
    group: source.group,
    domain: source.domain,
    view: source.view,
    lang: words.lang,
    named: reading.tokens.drug.includes(0),
    words: words.words,
    mask: [...words.mask],
    tags: tagsOf(source, reading, words.from, words.to),
    features,
    hand: logitOf(features),
    special: situations.special.map(({ code }) => code),
    ...source.meta,
  })
}

mkdirSync(join(out, '..'), { recursive: true })
const stream = createWriteStream(out)
const count = new Map<string, number>()
function write(sources: Iterable<Source>, lists: Lists): void {
  for (const source of sources) {
    stream.write(`${rowOf(source, lists)}\n`)
    count.set(source.domain, (count.get(source.domain) ?? 0) + 1)
  }
}
if (given.length) for (const path of given) write(other(path), resources)
else {
  write(corpus(), resources)
  write(psytar(), withoutOwnPhrases('PsyTAR-lay'))
  write(phee(), resources)
}
stream.end()
console.log([...count].map(([domain, rows]) => `${domain} ${rows}`).join(' · '))
