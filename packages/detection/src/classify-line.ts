import type {
  Criteria,
  Evidence,
  Finding,
  PriorityFlag,
  Sentiment,
  Seriousness,
  SpecialSituation,
} from '@hark/domain'
import { type DetectablePost, detect } from './detect.ts'
import { fold } from './fold/fold.ts'
import { detectLanguage } from './lang/detect.ts'
import type { Match, Matcher } from './match/matcher.ts'
import type { Resources } from './resources.ts'
import { sentimentOf, wordsOf } from './sentiment/sentiment.ts'

/** What `hark classify` writes for one post. Offsets are UTF-16 code units of `text` as read. */
export type ClassifiedLine = {
  id: string
  lang: string
  ae: { score: number; flag: boolean }
  products: { name: string; substance: string; start: number; end: number }[]
  evidence: { kind: Evidence['kind']; start: number; end: number; text: string }[]
  criteria: Criteria
  seriousness: Seriousness[]
  special: SpecialSituation[]
  priority: PriorityFlag[]
  reasons: string[]
  sentiment: Sentiment
  model: string
}

/** A line that is no `{"id","text","lang"?}`; the message says what is wrong, never what the text says. */
export class MalformedLine extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'MalformedLine'
  }
}

function parseLine(line: string): { id: string } & DetectablePost {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new MalformedLine('not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedLine('not a JSON object')
  const { id, text, lang } = value as Record<string, unknown>
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new MalformedLine('"id" is missing or neither a string nor a number')
  if (typeof text !== 'string') throw new MalformedLine('"text" is missing or not a string')
  if (lang !== undefined && lang !== null && typeof lang !== 'string')
    throw new MalformedLine('"lang" is not a string')
  return { id: String(id), text, lang: lang ?? null }
}

const productOf = ({ name, product, start, end }: Match) => ({
  name,
  substance: product.substance,
  start,
  end,
})
const noCriteria: Criteria = { patient: null, reporter: null, product: null, event: null }
const union = <T>(lists: readonly T[][]): T[] => [...new Set(lists.flat())]

/** Evidence of all findings in text order; what several products share is written once. */
function mergedEvidence(findings: readonly Finding[]): ClassifiedLine['evidence'] {
  const seen = new Set<string>()
  return findings
    .flatMap(({ evidence }) => evidence)
    .filter(({ kind, start, end }) => {
      const key = `${kind} ${start} ${end}`
      return seen.has(key) ? false : seen.add(key)
    })
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1))
    .map(({ kind, start, end, text }) => ({ kind, start, end, text }))
}

function withoutMedicine(id: string, post: DetectablePost, resources: Resources): ClassifiedLine {
  const { lang } = detectLanguage(post.text, post.lang, resources.words)
  const sentiment = sentimentOf(wordsOf(post.text), lang, resources.sentiments)
  return {
    id,
    lang,
    ae: { score: 0, flag: false },
    products: [],
    evidence: [],
    criteria: noCriteria,
    seriousness: [],
    special: [],
    priority: [],
    reasons: ['product.none'],
    sentiment,
    model: resources.modelId,
  }
}

/**
 * One JSONL line → the object of `hark classify`. `matcher` holds a programme's products or `resources.gazetteer()`.
 * Throws MalformedLine. The score is that of the product most suspected; a post that names no medicine is never flagged.
 */
export function classifyLine(line: string, matcher: Matcher, resources: Resources): ClassifiedLine {
  const { id, ...post } = parseLine(line)
  const matches = matcher.inFolded(fold(post.text))
  if (matches.length === 0) return withoutMedicine(id, post, resources)
  const findings = detect(post, matcher, resources)
  const [top] = [...findings].sort((a, b) => b.score - a.score)
  if (!top) return withoutMedicine(id, post, resources)
  return {
    id,
    lang: top.lang,
    ae: { score: top.score, flag: findings.some(({ flagged }) => flagged) },
    products: matches.map(productOf),
    evidence: mergedEvidence(findings),
    criteria: top.criteria,
    seriousness: union(findings.map(({ seriousness }) => seriousness)),
    special: union(findings.map(({ special }) => special)),
    priority: union(findings.map(({ priority }) => priority)),
    reasons: top.reasons,
    sentiment: top.sentiment,
    model: top.model,
  }
}

/** Cuts chunks of any size into lines. */
async function* linesOf(input: AsyncIterable<string>): AsyncGenerator<string[]> {
  let rest = ''
  for await (const chunk of input) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length) yield lines
  }
  if (rest) yield [rest]
}

/**
 * `hark classify`: chunks of JSONL in, one JSONL line a post out, in order. A malformed line is reported by its number
 * (from 1) and skipped; an empty line is neither. `write` receives whole lines, several at a time, and is awaited.
 */
export async function classifyStream(
  input: AsyncIterable<string>,
  write: (lines: string) => void | Promise<void>,
  reportBad: (lineNumber: number, reason: string) => void,
  matcher: Matcher,
  resources: Resources,
): Promise<{ ok: number; bad: number }> {
  const count = { ok: 0, bad: 0 }
  let number = 0
  for await (const lines of linesOf(input)) {
    let out = ''
    for (const line of lines) {
      number++
      if (!line.trim()) continue
      try {
        out += `${JSON.stringify(classifyLine(line, matcher, resources))}\n`
        count.ok++
      } catch (error) {
        if (!(error instanceof MalformedLine)) throw error
        count.bad++
        reportBad(number, error.message)
      }
    }
    if (out) await write(out)
  }
  return count
}
