import { type Cues, cuesOf } from '../cues/find-cues.ts'
import { trueNegations } from '../events/polarity.ts'
import type { Reading } from '../reading.ts'
import type { Uses } from '../uses/uses.ts'

/**
 * What the rules say of a word, one bit each: the models learn from it beside the word itself, which is what carries English
 * lessons over to languages with a tenth of the rows. The order is part of the trained files.
 */
export const channels = [
  'event.strong',
  'event.plain',
  'event.weak',
  'event.negated',
  'event.indication',
  'event.benefit',
  'event.hypothetical',
  'causal',
  'causal.strong',
  'cue.indication',
  'cue.benefit',
  'negation',
  'scope.hypothesis',
  'hypothesis',
  'question',
  'benefit',
  'first_person',
  'other_patient',
  'crowd',
  'exposure',
  'advert',
  'news',
  'quoted',
  'sarcasm',
  'known.use',
  'known.effect',
  'special',
  'serious',
  'priority',
  'patient',
  'scope.negation',
  'sentence.asks',
] as const

const bitOf = new Map<string, number>(channels.map((name, bit) => [name, 1 << bit]))
const bit = (name: (typeof channels)[number]): number => bitOf.get(name) ?? 0

/** Sections that share a channel, by their first part. */
const families = ['special', 'serious', 'priority', 'patient']
const sectionBits = new Map<string, number>([
  ['event.indication', bit('cue.indication')],
  ['event.benefit', bit('cue.benefit')],
])

function bitOfSection(section: string): number {
  const known = sectionBits.get(section)
  if (known !== undefined) return known
  const family = section.split('.')[0] ?? ''
  const found = families.includes(family) ? (bitOf.get(family) ?? 0) : (bitOf.get(section) ?? 0)
  sectionBits.set(section, found)
  return found
}

export const negationScope = bit('scope.negation')
export const hypothesisScope = bit('scope.hypothesis')
export const asking = bit('sentence.asks')
export const knownUse = bit('known.use')
export const knownEffect = bit('known.effect')
export const anyEvent = bit('event.strong') | bit('event.plain')

const tierBits = { strong: bit('event.strong'), plain: bit('event.plain'), weak: bit('event.weak') } as const
const polarityBits = {
  asserted: 0,
  negated: bit('event.negated'),
  indication: bit('event.indication'),
  benefit: bit('event.benefit'),
  hypothetical: bit('event.hypothetical'),
} as const

/** What is denied, feared or better is not what the medicine did, however well known. */
const unsaid =
  negationScope | hypothesisScope | bit('event.negated') | bit('event.benefit') | bit('event.hypothetical')

const reach = 5
const scopeEnds = new Set(
  'but however though although except because until yet aber sondern mais sauf pero sino ma maar mas'.split(
    ' ',
  ),
)

/** Words after a negation, within its clause and not beyond a turn: the cheap scope the linear part reads. */
function markScopes(mask: Int32Array, cues: Cues, reading: Reading): void {
  const { words, clause, sentence } = reading.tokens
  for (const cue of trueNegations(cues, reading.events)) {
    for (let at = cue.to; at < Math.min(words.length, cue.to + reach); at++) {
      if (
        clause[at] !== clause[cue.to - 1] ||
        sentence[at] !== sentence[cue.to - 1] ||
        scopeEnds.has(words[at] ?? '')
      )
        break
      mask[at] = (mask[at] ?? 0) | negationScope
    }
  }
  for (const cue of cuesOf(cues, 'hypothesis')) {
    for (let at = cue.to; at < words.length && sentence[at] === sentence[cue.to - 1]; at++)
      mask[at] = (mask[at] ?? 0) | hypothesisScope
  }
}

/** The bits of every token of a reading, for a medicine of which this is known. */
export function channelsOf(reading: Reading, { uses, effects }: Uses): Int32Array {
  const { tokens, cues, events, topics } = reading
  const mask = new Int32Array(tokens.words.length)
  const mark = (from: number, to: number, bits: number): void => {
    for (let at = from; at < to; at++) mask[at] = (mask[at] ?? 0) | bits
  }
  for (const [section, found] of cues) {
    const bits = bitOfSection(section)
    if (bits) for (const { from, to } of found) mark(from, to, bits)
  }
  for (const { from, to, tier, polarity } of events) mark(from, to, tierBits[tier] | polarityBits[polarity])
  for (const { topic, from, to } of topics)
    mark(from, to, (uses.has(topic) ? knownUse : 0) | (effects.has(topic) ? knownEffect : 0))
  markScopes(mask, cues, reading)
  for (let at = 0; at < mask.length; at++) {
    if ((mask[at] ?? 0) & unsaid) mask[at] = (mask[at] ?? 0) & ~knownEffect
    if (tokens.asks[tokens.sentence[at] ?? 0]) mask[at] = (mask[at] ?? 0) | asking
  }
  return mask
}
