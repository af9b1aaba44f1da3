import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import type { Tokens } from '../phrases/tokens.ts'
import type { EventSpan } from './find-events.ts'

/** How a symptom is spoken of. Only `asserted` and `hypothetical` ones may be adverse events. */
export type Polarity = 'asserted' | 'negated' | 'indication' | 'benefit' | 'hypothetical'
export type ReadEvent = EventSpan & { polarity: Polarity; by: Cue | null }

const negationReach = 4
const hypothesisReach = 14
const scopeReach = 40
const scopeEnds = new Set([
  'but',
  'however',
  'though',
  'although',
  'except',
  'because',
  'just',
  'only',
  'yet',
  'until',
  'since',
  'instead',
  'still',
  'now',
  'aber',
  'sondern',
  'nur',
  'mais',
  'sauf',
  'juste',
  'pero',
  'sino',
  'solo',
  'ma',
  'pero',
  'soltanto',
  'maar',
  'alleen',
  'mas',
  'so',
])

const covers = (cue: Cue, event: EventSpan): boolean => cue.from <= event.from && cue.to >= event.to
const within = (cue: Cue, event: EventSpan): boolean => cue.from >= event.from && cue.to <= event.to

/** Words between a cue and the event, other events not counted: "no nausea, headache or rash". */
function wordsBetween(tokens: Tokens, from: number, to: number): number {
  if (to - from > scopeReach) return Number.POSITIVE_INFINITY
  let count = 0
  for (let at = from; at < to; at++) {
    if (scopeEnds.has(tokens.words[at] ?? '')) return Number.POSITIVE_INFINITY
    if (!tokens.event[at]) count++
  }
  return count
}

function reaches(tokens: Tokens, cue: Cue, event: EventSpan, reach: number): boolean {
  if (cue.to > event.from || tokens.sentence[cue.from] !== tokens.sentence[event.from]) return false
  return wordsBetween(tokens, cue.to, event.from) <= reach
}

/** A comma ends a negation ("not friends, bathroom all day"), except in a list of symptoms ("no nausea, no rash, headache"). */
function sameBreath(tokens: Tokens, cue: Cue, event: EventSpan): boolean {
  if (tokens.clause[cue.to - 1] === tokens.clause[event.from]) return true
  return tokens.event.subarray(cue.to, event.from).some((mark) => mark > 0)
}

/** Negation words that are part of a symptom ("can't sleep", "no appetite") or of a false negation ("not only") say nothing here. */
export function trueNegations(cues: Cues, events: readonly EventSpan[]): Cue[] {
  const shields = cuesOf(cues, 'negation.not')
  return cuesOf(cues, 'negation').filter(
    (cue) =>
      !events.some((event) => within(cue, event)) &&
      !shields.some((shield) => shield.from <= cue.from && cue.to <= shield.to),
  )
}

/** "X gave me …" outweighs an indication pattern around the same words. */
function strongCause(cues: Cues, event: EventSpan, tokens: Tokens): boolean {
  return cuesOf(cues, 'causal.strong').some(
    (cue) =>
      cue.to - cue.from >= 2 &&
      (covers(cue, event) || (cue.to <= event.from && reaches(tokens, cue, event, 2))),
  )
}

function readOne(event: EventSpan, cues: Cues, tokens: Tokens, negations: readonly Cue[]): ReadEvent {
  const as = (polarity: Polarity, by: Cue | null): ReadEvent => ({ ...event, polarity, by })
  const negation = negations.find(
    (cue) => reaches(tokens, cue, event, negationReach) && sameBreath(tokens, cue, event),
  )
  if (negation) return as('negated', negation)
  const benefit = cuesOf(cues, 'event.benefit').find((cue) => covers(cue, event))
  if (benefit) return as('benefit', benefit)
  const indication = cuesOf(cues, 'event.indication').find((cue) => covers(cue, event))
  if (indication && !strongCause(cues, event, tokens)) return as('indication', indication)
  const hypothesis = cuesOf(cues, 'hypothesis').find((cue) => reaches(tokens, cue, event, hypothesisReach))
  return hypothesis ? as('hypothetical', hypothesis) : as('asserted', null)
}

/** Reads each symptom's context. */
export function readEvents(events: readonly EventSpan[], cues: Cues, tokens: Tokens): ReadEvent[] {
  const negations = trueNegations(cues, events)
  return events.map((event) => readOne(event, cues, tokens, negations))
}
