import type {
  Criteria,
  Evidence,
  Finding,
  PriorityFlag,
  Sentiment,
  Seriousness,
  SpecialSituation,
  Structure,
} from '@hark/domain'
import { findingsIn } from './detect.ts'
import type { Match, Matcher } from './match/matcher.ts'
import { speaksOfMedicine } from './match/unnamed.ts'
import type { Resources } from './resources.ts'
import { asIfNamed, type DetectablePost, isUnread, namesIn } from './subject.ts'

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
  /** Roles, what is missing, patients, times, doses, reporter; null where no medicine of the post is flagged. */
  structure: Structure | null
}

/** A line that is no `{"id","text","lang"?}`; the message says what is wrong, never what the text says. */
export class MalformedLine extends Error {
  constructor(reason: string) {
    super(reason)
    this.name = 'MalformedLine'
  }
}

/** What a line holds; a byte order mark before it belongs to the file. Throws MalformedLine. */
export function fieldsOf(line: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(line.replace(/^\uFEFF/, ''))
  } catch {
    throw new MalformedLine('not valid JSON')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedLine('not a JSON object')
  return value as Record<string, unknown>
}

/** A field that may be missing or null, else must be text. Throws MalformedLine. */
export function textField(fields: Record<string, unknown>, name: string): string | null {
  const value = fields[name]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string') throw new MalformedLine(`"${name}" is not a string`)
  return value
}

type Line = { id: string; product: string | null } & DetectablePost

function parseLine(line: string): Line {
  const fields = fieldsOf(line)
  const { id, text } = fields
  if (typeof id !== 'string' && typeof id !== 'number')
    throw new MalformedLine('"id" is missing or neither a string nor a number')
  if (typeof text !== 'string') throw new MalformedLine('"text" is missing or not a string')
  const product = textField(fields, 'product')
  const around = [product, textField(fields, 'thread')].filter(Boolean).join('\n')
  return { id: String(id), text, lang: textField(fields, 'lang'), product, parentText: around || null }
}

const productOf = ({ name, product, start, end }: Match) => ({
  name,
  substance: product.substance,
  start,
  end,
})
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

/** An event, not a situation alone: that has its own field. */
const isEvent = ({ flagged, score, threshold, reasons }: Finding): boolean =>
  flagged && (score >= threshold || !reasons[0]?.startsWith('+special.'))

function answer(
  id: string,
  findings: readonly Finding[],
  top: Finding,
  products: ClassifiedLine['products'],
): ClassifiedLine {
  return {
    id,
    lang: top.lang,
    ae: { score: top.score, flag: findings.some(isEvent) },
    products,
    evidence: mergedEvidence(findings),
    criteria: top.criteria,
    seriousness: union(findings.map(({ seriousness }) => seriousness)),
    special: union(findings.map(({ special }) => special)),
    priority: union(findings.map(({ priority }) => priority)),
    reasons: top.reasons,
    sentiment: top.sentiment,
    model: top.model,
    structure: top.structure ?? null,
  }
}

/** Without a name the event itself must be clear: "medication" stands in posts about lost luggage too. */
const clearWithoutName = 0.53

/**
 * No medicine of the list in the post or around it. The score says what it would be if the text were about one; the flag is set
 * only where the line says that it is (`"product"`), the text itself speaks of a medicine without its name ("my statin"), or it is in a
 * script in which a name may have gone unseen.
 */
function withoutMedicine(line: Line, found: Finding, unread: boolean): ClassifiedLine {
  if (line.product !== null) {
    // As with a medicine of the list: an unknown language or a situation is seen too.
    const given = { ...found, reasons: [...found.reasons, 'product.given'] }
    return answer(line.id, [given], given, [])
  }
  if (unread) {
    const finding = { ...found, reasons: [...found.reasons, 'product.unreadable'] }
    return answer(line.id, [finding], finding, [])
  }
  const unnamed = speaksOfMedicine(line.text)
  // What could be read and names no medicine is nobody's to look at, in whatever language.
  const reasons = found.reasons.filter((reason) => reason !== 'language.unknown')
  const finding = {
    ...found,
    reasons: [unnamed ? 'product.unnamed' : 'product.none', ...reasons],
    flagged: unnamed && found.score >= Math.max(found.threshold, clearWithoutName),
  }
  if (unnamed) return answer(line.id, [finding], finding, [])
  return { ...answer(line.id, [finding], finding, []), special: [], priority: [] }
}

/** A line's answer, or what is wrong with it. */
export type LineAnswer = ClassifiedLine | MalformedLine

function parsed(text: string): Line | MalformedLine {
  try {
    return parseLine(text)
  } catch (error) {
    if (error instanceof MalformedLine) return error
    throw error
  }
}

/**
 * JSONL lines → the objects of `hark classify`, in order. `matcher` holds a programme's products or `resources.gazetteer()`. `product`
 * names the medicine a text is about, `thread` is the text it answers. The score is that of the product most suspected.
 */
export function classifyLines(
  texts: readonly string[],
  matcher: Matcher,
  resources: Resources,
): LineAnswer[] {
  const lines = texts.map(parsed)
  const good = lines.filter((line): line is Line => !(line instanceof MalformedLine))
  const named = good.map((line) => namesIn(line, matcher, resources))
  const subjects = named.map((text) => (text.subjects.length > 0 ? text : asIfNamed(text)))
  const found = findingsIn(subjects, resources)
  const answers = good.map((line, at) => {
    const findings = found[at] ?? []
    const [top] = [...findings].sort((a, b) => b.score - a.score)
    if (!top) throw new Error('a text without a finding')
    if (named[at]?.subjects.length === 0) return withoutMedicine(line, top, isUnread(line, resources))
    return answer(line.id, findings, top, (named[at]?.own ?? []).map(productOf))
  })
  return lines.map((line) => (line instanceof MalformedLine ? line : (answers.shift() as ClassifiedLine)))
}

/** `classifyLines` for one; throws MalformedLine. */
export function classifyLine(text: string, matcher: Matcher, resources: Resources): ClassifiedLine {
  const [said] = classifyLines([text], matcher, resources)
  if (said instanceof MalformedLine) throw said
  return said as ClassifiedLine
}
