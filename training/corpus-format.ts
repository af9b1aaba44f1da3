/** Reads the written corpus: see docs/annotation.md, "The written form". */

export type CorpusSpan = { kind: SpanKind; start: number; end: number }
export type SpanKind = 'medicine' | 'other' | 'event' | 'negated' | 'supposed' | 'indication' | 'patient'

export type CorpusRow = {
  id: string
  text: string
  label: 'A' | 'S' | 'N'
  /** Why a negative is one; null for A and S. */
  negative: string | null
  lang: string
  register: string
  voice: string
  kind: string
  idea: string
  sentiment: '+' | '0' | '-'
  seriousness: string[]
  special: string[]
  priority: string[]
  /** A minimal pair with the row before it. */
  pair: boolean
  spans: CorpusSpan[]
}

const fields = {
  lang: 'en de fr es it nl pt'.split(' '),
  register: 'tweet reply forum review comment podcast'.split(' '),
  voice: 'self child parent partner friend carer hcp public news'.split(' '),
  kind: 'lexical idiomatic numeric implicit multi emoji'.split(' '),
}
const negatives =
  'negated indication benefit hypothetical question advert news general research joke other_cause lookalike everyday'.split(
    ' ',
  )
const seriousness = {
  DEATH: 'DEATH',
  LIFE: 'LIFE_THREATENING',
  HOSP: 'HOSPITALISATION',
  DISAB: 'DISABILITY',
  CONG: 'CONGENITAL',
  MED: 'MEDICALLY_IMPORTANT',
}
const priority = {
  DEATH: 'DEATH',
  SUIC: 'SUICIDALITY',
  LIFE: 'LIFE_THREATENING',
  PREG: 'PREGNANCY',
  CHILD: 'CHILD',
  WD: 'WITHDRAWAL_DEPENDENCE',
}
const special =
  'PREGNANCY_MATERNAL PREGNANCY_PATERNAL LACTATION OVERDOSE ABUSE MISUSE OFF_LABEL MEDICATION_ERROR OCCUPATIONAL LACK_OF_EFFICACY INFECTIOUS_AGENT UNEXPECTED_BENEFIT INTERACTION FALSIFIED PQC EXPIRED PAEDIATRIC ELDERLY'.split(
    ' ',
  )

const closing: Record<string, string> = { '[': ']', '{': '}', '<': '>', '^': '^' }

function spanKind(open: string, sign: string): [SpanKind, boolean] {
  if (open === '[') return sign === '+' ? ['other', true] : ['medicine', false]
  if (open === '<') return ['indication', false]
  if (open === '^') return ['patient', false]
  if (sign === '-') return ['negated', true]
  return sign === '?' ? ['supposed', true] : ['event', false]
}

/** Marked text → plain text and its spans, offsets in UTF-16 code units of the plain text. Throws on an unclosed or nested mark. */
export function readMarked(marked: string): { text: string; spans: CorpusSpan[] } {
  const spans: CorpusSpan[] = []
  let text = ''
  let open: { kind: SpanKind; start: number; close: string } | null = null
  for (let at = 0; at < marked.length; at++) {
    const char = marked[at] as string
    if (char === '\\') {
      const next = marked[++at] ?? ''
      text += next === 'n' ? '\n' : next
    } else if (open && char === open.close) {
      if (text.length === open.start) throw new Error('an empty mark')
      spans.push({ kind: open.kind, start: open.start, end: text.length })
      open = null
    } else if (closing[char]) {
      if (open) throw new Error(`a mark ${char} inside another`)
      const [kind, signed] = spanKind(char, marked[at + 1] ?? '')
      if (signed) at++
      open = { kind, start: text.length, close: closing[char] as string }
    } else if (']}>'.includes(char)) throw new Error(`${char} closes nothing`)
    else text += char
  }
  if (open) throw new Error(`a mark is never closed by ${open.close}`)
  return { text, spans }
}

type Header = Pick<CorpusRow, 'lang' | 'register' | 'voice' | 'kind' | 'idea'>

function readHeader(line: string, before: Header): Header {
  const [, head = '', idea] = /^@\s*(.*?)\s*(?:\bidea=(.*))?$/.exec(line) ?? []
  const next = { ...before, ...(idea ? { idea: idea.trim() } : {}) }
  for (const part of head.split(/\s+/).filter(Boolean)) {
    const [key = '', value = ''] = part.split('=')
    if (!(key in fields) || !fields[key as keyof typeof fields].includes(value))
      throw new Error(`no such field: ${part}`)
    next[key as keyof typeof fields] = value
  }
  return next
}

function named(table: Record<string, string>, code: string): string {
  const name = table[code]
  if (!name) throw new Error(`no such code: ${code}`)
  return name
}

function readCodes(codes: string, header: Header): Omit<CorpusRow, 'id' | 'text' | 'spans'> {
  const [first = '', ...rest] = codes.trim().split(/\s+/)
  const [label = '', negative = null] = first.split(':')
  if (!/^[ASN]$/.test(label) || (label === 'N') !== (negative !== null))
    throw new Error(`no such label: ${first}`)
  if (negative && !negatives.includes(negative)) throw new Error(`no such class: ${negative}`)
  const row = {
    ...header,
    label: label as CorpusRow['label'],
    negative,
    sentiment: '0' as CorpusRow['sentiment'],
    seriousness: [] as string[],
    special: [] as string[],
    priority: [] as string[],
    pair: false,
  }
  for (const code of rest) {
    const value = code.slice(1)
    if (code === '+' || code === '0' || code === '-') row.sentiment = code
    else if (code === '=') row.pair = true
    else if (code.startsWith('!')) row.seriousness.push(named(seriousness, value))
    else if (code.startsWith('#')) row.priority.push(named(priority, value))
    else if (code.startsWith('@') && special.includes(value)) row.special.push(value)
    else if (code.startsWith('v=') && fields.voice.includes(code.slice(2))) row.voice = code.slice(2)
    else if (code.startsWith('k=') && fields.kind.includes(code.slice(2))) row.kind = code.slice(2)
    else throw new Error(`no such code: ${code}`)
  }
  return row
}

/** What a label promises of its spans and tags. */
function faultOf(row: CorpusRow): string | null {
  const has = (kind: SpanKind): boolean => row.spans.some((span) => span.kind === kind)
  if (row.label === 'A' && !has('event')) return 'A without an {event}'
  if (row.label !== 'A' && has('event')) return `${row.label} with an asserted {event}`
  if (row.label === 'S' && row.special.length === 0) return 'S without a situation'
  if (row.negative === 'negated' && !has('negated')) return 'N:negated without a {-negated} span'
  return null
}

export type CorpusFault = { file: string; line: number; why: string }

/** One corpus file → rows in order, and what is wrong with the lines that are none. Row ids are `file:line`. */
export function readCorpus(file: string, content: string): { rows: CorpusRow[]; faults: CorpusFault[] } {
  const rows: CorpusRow[] = []
  const faults: CorpusFault[] = []
  let header: Header = { lang: '', register: '', voice: '', kind: '', idea: '' }
  content.split('\n').forEach((line, index) => {
    if (!line.trim() || line.startsWith('//')) return
    try {
      if (line.startsWith('@')) {
        header = readHeader(line, header)
        return
      }
      const bar = line.indexOf('|')
      if (bar < 0) throw new Error('no | between codes and text')
      const row = {
        id: `${file}:${index + 1}`,
        ...readCodes(line.slice(0, bar), header),
        ...readMarked(line.slice(bar + 1).trim()),
      }
      if (!row.lang || !row.register || !row.voice || !row.kind || !row.idea)
        throw new Error('a row before its @ line is complete')
      const fault = faultOf(row)
      if (fault) throw new Error(fault)
      rows.push(row)
    } catch (error) {
      faults.push({ file, line: index + 1, why: (error as Error).message })
    }
  })
  return { rows, faults }
}
