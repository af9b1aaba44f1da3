import {
  type Criteria,
  criteria as criterionNames,
  type Evidence,
  type EvidenceKind,
  type Span,
} from '@hark/domain'
import { cuesOf } from './cues/find-cues.ts'
import { unfold } from './fold/fold.ts'
import type { Match } from './match/matcher.ts'
import type { Tokens } from './phrases/tokens.ts'
import type { Reading } from './reading.ts'
import type { Situations } from './rules/situations.ts'

/** Tokens → the original text they came from; always an exact substring. */
export function spanOf(tokens: Tokens, from: number, to: number): Span {
  const { start, end } = unfold(tokens.folded, tokens.start[from] ?? 0, tokens.end[to - 1] ?? 0)
  return { start, end, text: tokens.folded.original.slice(start, end) }
}

const cueKinds: [section: string, kind: EvidenceKind][] = [
  ['causal.strong', 'causal'],
  ['causal', 'causal'],
  ['hypothesis', 'hypothesis'],
  ['question', 'question'],
  ['benefit', 'benefit'],
  ['advert', 'advert'],
  ['news', 'news'],
  ['quoted', 'quoted'],
  ['sarcasm', 'sarcasm'],
  ['reporter', 'reporter'],
]
const polarityKinds: Readonly<Record<string, EvidenceKind>> = {
  negated: 'negation',
  indication: 'indication',
  benefit: 'benefit',
}

/** Per kind, at most this many: a reviewer needs the clearest, not all. */
const mostOfAKind = 6

function eventEvidence(reading: Reading): Evidence[] {
  return reading.events.flatMap((event) => {
    const { start, end, text } = spanOf(reading.tokens, event.from, event.to)
    const kind = polarityKinds[event.polarity] ?? 'event'
    return [{ start, end, text, kind, note: event.concept }]
  })
}

function cueEvidence(reading: Reading): Evidence[] {
  return cueKinds.flatMap(([section, kind]) =>
    cuesOf(reading.cues, section).map(({ from, to }) => ({ ...spanOf(reading.tokens, from, to), kind })),
  )
}

function situationEvidence(reading: Reading, situations: Situations): Evidence[] {
  const as = (kind: EvidenceKind, held: readonly { code: string; from: number; to: number }[]): Evidence[] =>
    held.map(({ code, from, to }) => ({ ...spanOf(reading.tokens, from, to), kind, note: code }))
  return [
    ...as('special', situations.special),
    ...as('seriousness', situations.serious),
    ...as('priority', situations.priority),
  ]
}

/** All evidence of one finding, by place in the text. */
export function evidenceOf(reading: Reading, matches: readonly Match[], situations: Situations): Evidence[] {
  const products = matches.map(
    ({ start, end, text, name }): Evidence => ({ start, end, text, kind: 'product', note: name }),
  )
  const patients = reading.patients.map(
    ({ from, to, label }): Evidence => ({
      ...spanOf(reading.tokens, from, to),
      kind: 'patient',
      note: label,
    }),
  )
  const all = [
    ...products,
    ...patients,
    ...eventEvidence(reading),
    ...cueEvidence(reading),
    ...situationEvidence(reading, situations),
  ]
  const seen = new Map<string, number>()
  return all
    .filter((item) => {
      const count = seen.get(item.kind) ?? 0
      seen.set(item.kind, count + 1)
      return item.end > item.start && count < mostOfAKind
    })
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.kind < b.kind ? -1 : 1))
}

const strength = { strong: 2, plain: 1, weak: 0 } as const

/** The clearest symptom not negated, improved or treated; else a death (GVP VI.B.2) or the wish for it, which are reactions of their own. */
function eventCriterion(reading: Reading, situations: Situations): Span | null {
  const live = reading.events
    .filter((event) => event.polarity === 'asserted' || event.polarity === 'hypothetical')
    .sort((a, b) => strength[b.tier] - strength[a.tier] || a.from - b.from)
  const best =
    live[0] ??
    situations.serious.find(({ code }) => code === 'DEATH') ??
    situations.priority.find(({ code }) => code === 'SUICIDALITY')
  return best ? spanOf(reading.tokens, best.from, best.to) : null
}

/** The four criteria of GVP VI.B.2. A handle, a bot, an advert or the news is no reporter; a crowd is no patient. */
export function criteriaOf(reading: Reading, matches: readonly Match[], situations: Situations): Criteria {
  const found = Object.fromEntries(criterionNames.map((name) => [name, null])) as Criteria
  const impersonal = cuesOf(reading.cues, 'advert').length > 0 || cuesOf(reading.cues, 'news').length > 1
  const voice = cuesOf(reading.cues, 'reporter')[0] ?? cuesOf(reading.cues, 'first_person')[0]
  const patient = reading.patients[0]
  const product = matches[0]
  if (patient) found.patient = spanOf(reading.tokens, patient.from, patient.to)
  if (voice && !impersonal) found.reporter = spanOf(reading.tokens, voice.from, voice.to)
  if (product) found.product = { start: product.start, end: product.end, text: product.text }
  found.event = eventCriterion(reading, situations)
  return found
}
