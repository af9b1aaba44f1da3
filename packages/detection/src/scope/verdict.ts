import { engine } from '../engine.ts'
import type { ReadEvent } from '../events/polarity.ts'
import { maxTokens, type Tokens } from '../phrases/tokens.ts'
import type { Reading } from '../reading.ts'
import type { CueEntry } from '../resources.ts'

/** How a post as a whole means its events: what that adds to the logit, and the reason to give. */
export type Verdict = { shift: number; reasons: string[] }

export type Scope = keyof typeof engine.scopes
/** A phrase found: tokens `from` … `to - 1`; one of the whole post excuses every event, any other those it holds. */
type ScopeHit = { scope: Scope | 'upheld'; note: string; from: number; to: number }
/** What a phrase of the list may be noted as. */
const ofWhole = 'whole'
const readsOn = 'on'
const readsAlong = 'along'
const ofRemedy = 'remedy'
const ofTurn = 'turn'

type Run = { from: number; to: number }
const overlap = (a: Run, b: Run): boolean => a.from < b.to && a.to > b.from

export const noVerdict: Verdict = { shift: 0, reasons: [] }

/** As many places as a text can have, all of one sentence. */
const oneSentence: number[] = new Array(maxTokens).fill(0)

/**
 * The post as these phrases read it: over sentence ends ("rash? nope"), the events as they were judged, and of medicines only the one
 * asked about, since "not the Zyrtec" clears no other.
 */
function readOver(
  { tokens, events: listed }: Reading,
  product: number,
  events: readonly ReadEvent[],
): Tokens {
  const count = tokens.words.length
  // A listed symptom is just that; what the net tags may hold the "never" after it.
  const tagged = events.filter((event) => !listed.some((symptom) => overlap(symptom, event)))
  const event = new Uint8Array(count)
  listed.forEach(({ from, to }, at) => void event.fill(1 + (at % 2), from, to))
  tagged.forEach(({ from, to }, at) => void event.fill(3 + (at % 2), from, to))
  const drug = tokens.drug.map((named) => (named === product ? named : -1))
  return { ...tokens, sentence: oneSentence, event, drug }
}

/** A phrase stays within a clause, or its sentence, unless it reads on; a remedy is one only if it is the medicine asked about. */
function holds({ tokens }: Reading, product: number, note: string, first: number, last: number): boolean {
  const { clause, sentence, drug } = tokens
  if (note === ofRemedy) return drug[last] === product
  if (note === readsOn) return true
  return sentence[first] === sentence[last] && (note === readsAlong || clause[first] === clause[last])
}

function hitsOf(reading: Reading, product: number, events: readonly ReadEvent[]): ScopeHit[] {
  return reading.scopes.findAll(readOver(reading, product, events)).flatMap(({ from, to, value }) => {
    const { section, note } = value as CueEntry
    if (!holds(reading, product, note, from, to - 1)) return []
    return { scope: section.slice('scope.'.length) as ScopeHit['scope'], note, from, to }
  })
}

const isLive = ({ polarity, tier }: ReadEvent): boolean =>
  (polarity === 'asserted' || polarity === 'hypothetical') && tier !== 'weak'

const excuses = (hit: ScopeHit, event: ReadEvent): boolean => hit.note === ofWhole || overlap(hit, event)

/**
 * A turn to what is itself denied or laid elsewhere ("however, no rash was seen", "but it is the wine's fault") takes nothing back, nor does
 * what is part of the words that lay it elsewhere ("thought it was the drug, but").
 */
const takesBack = (hit: ScopeHit, against: readonly ScopeHit[]): boolean =>
  hit.scope === 'upheld' &&
  !against.some(
    ({ scope, from, to }) =>
      (hit.note === ofTurn &&
        (scope === 'denied' || scope === 'elsewhere') &&
        from > hit.from &&
        from < hit.to) ||
      (scope === 'elsewhere' && from < hit.from && hit.from < to),
  )

/**
 * Denied, feared, relieved, the reason it is taken, or laid to something else: where phrases say so of every event told, the post tells
 * of none. One event that stands, or a word that takes it back, and they say nothing. A suspicion uttered speaks for the event.
 */
export function verdictOf(reading: Reading, product: number, events: readonly ReadEvent[]): Verdict {
  const hits = hitsOf(reading, product, events)
  if (hits.length === 0) return noVerdict
  const against = hits.filter(({ scope }) => scope !== 'upheld' && engine.scopes[scope] < 0)
  const excused = hits.filter(({ scope }) => scope === 'had').concat(against)
  const stands = events.some((event) => isLive(event) && !excused.some((hit) => excuses(hit, event)))
  const upheld = hits.some((hit) => takesBack(hit, against))
  if (against.length > 0 && !stands && !upheld) return strongest(against)
  const suspected = hits.find(
    ({ scope, note }) => scope === 'suspected' && (note === ofWhole || events.some(isLive)),
  )
  return suspected && against.length === 0 ? strongest([suspected]) : noVerdict
}

function strongest(hits: readonly ScopeHit[]): Verdict {
  const weights = engine.scopes
  const [scope] = hits
    .map((hit) => hit.scope as Scope)
    .sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]) || (a < b ? -1 : 1))
  if (!scope) return noVerdict
  const shift = weights[scope]
  return { shift, reasons: [`${shift > 0 ? '+' : '-'}scope.${scope}`] }
}
