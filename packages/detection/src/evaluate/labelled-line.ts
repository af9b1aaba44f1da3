import { type SpecialSituation, specialSituations } from '@hark/domain'
import { fieldsOf, MalformedLine, textField } from '../classify-line.ts'

/** One line of a labelled file: what detection reads, and what somebody says of it. */
export type LabelledPost = {
  id: string
  text: string
  lang: string | null
  /** True for an adverse event. A special situation alone is not one: it has its own figure. */
  positive: boolean
  /** What the row counts as where figures are given by class: the negative class, or the label. */
  kind: string
  situation: boolean
  /** The special situations that hold, with an event or without; null where the line does not say. */
  special: SpecialSituation[] | null
  /** Where the file marks events; null where it marks none. */
  spans: { start: number; end: number }[] | null
  /** Passed on to detection as it stands, and fit to be: `product`, `thread`, and what it does not read. */
  rest: Record<string, unknown>
}

const labels = new Map<unknown, 'A' | 'S' | 'N'>([
  [1, 'A'],
  [true, 'A'],
  ['1', 'A'],
  ['A', 'A'],
  [0, 'N'],
  [false, 'N'],
  ['0', 'N'],
  ['N', 'N'],
  ['S', 'S'],
])

/** Offsets, or the words themselves: each is looked for once, in order, from the start of the text. */
function spansOf(text: string, given: unknown): LabelledPost['spans'] {
  if (!Array.isArray(given)) return null
  return given.flatMap((span: unknown) => {
    if (typeof span === 'string') {
      const start = text.toLowerCase().indexOf(span.toLowerCase())
      return start < 0 ? [] : [{ start, end: start + span.length }]
    }
    const { start, end } = (span ?? {}) as Record<string, unknown>
    return typeof start === 'number' && typeof end === 'number' ? [{ start, end }] : []
  })
}

const isSituation = (code: unknown): code is SpecialSituation =>
  (specialSituations as readonly unknown[]).includes(code)

function situationsIn(given: unknown): SpecialSituation[] | null {
  if (given === undefined || given === null) return null
  if (!Array.isArray(given) || !given.every(isSituation))
    throw new MalformedLine('"special" is not a list of codes such as "OVERDOSE" (docs/annotation.md)')
  return given
}

/**
 * `{"id","text","label","lang"?,"product"?,"thread"?,"class"?,"special"?,"spans"?}`: label 1/0, true/false or A/S/N
 * (docs/annotation.md). Throws MalformedLine where detection could not read the line either; the message never repeats the text.
 */
export function parseLabelled(line: string): LabelledPost {
  const value = fieldsOf(line)
  const { id, text, lang: _, label, class: given, special, spans, ...rest } = value
  if (typeof text !== 'string') throw new MalformedLine('"text" is missing or not a string')
  const known = labels.get(label)
  if (!known) throw new MalformedLine('"label" is missing or none of 1, 0, true, false, A, S, N')
  for (const read of ['product', 'thread']) textField(rest, read)
  const meta = (rest.meta ?? {}) as Record<string, unknown>
  return {
    id: String(id ?? ''),
    text,
    lang: textField(value, 'lang'),
    positive: known === 'A',
    kind: typeof given === 'string' ? given : known,
    situation: known === 'S',
    special: situationsIn(special),
    spans: spansOf(text, spans ?? meta.adr_spans),
    rest,
  }
}
