import { type Cue, type Cues, causalCues, cuesOf } from '../cues/find-cues.ts'
import type { Weights } from '../engine.ts'
import { type ReadEvent, trueNegations } from '../events/polarity.ts'
import type { Reading } from '../reading.ts'
import type { Situations } from '../rules/situations.ts'
import { countKnown, isUse } from '../uses/topics.ts'
import type { Uses } from '../uses/uses.ts'

/** How much of each kind of evidence there is; the score is their weighted sum. */
export type Features = Partial<Record<keyof Weights, number>>

const nearWords = 12

function drugTokens(reading: Reading, product: number): number[] {
  const at: number[] = []
  reading.tokens.drug.forEach((drug, i) => {
    if (drug === product) at.push(i)
  })
  return at
}

/** A causal phrase built around another medicine says nothing of this one. */
function causalFor(reading: Reading, product: number): Cue[] {
  return causalCues(reading.cues).filter((cue) => {
    const named = new Set(reading.tokens.drug.subarray(cue.from, cue.to))
    named.delete(-1)
    return named.size === 0 || named.has(product)
  })
}

/** Causal phrases that are not negated: "no side effects", "didn't give me any …". */
function standing(causal: readonly Cue[], events: readonly ReadEvent[], negations: readonly Cue[]): Cue[] {
  const inside = (cue: Cue, part: { from: number; to: number }): boolean =>
    part.from >= cue.from && part.to <= cue.to
  return causal.filter(
    (cue) =>
      !negations.some((negation) => inside(cue, negation)) &&
      !events.some(
        (event) => inside(cue, event) && (event.polarity === 'negated' || event.polarity === 'benefit'),
      ),
  )
}

const tierFeature = { strong: 'eventStrong', plain: 'eventPlain', weak: 'eventWeak' } as const
const order = { strong: 2, plain: 1, weak: 0 } as const

function eventFeatures(live: readonly ReadEvent[], drugs: readonly number[], reading: Reading): Features {
  const best = live.reduce<ReadEvent | null>(
    (top, event) => (!top || order[event.tier] > order[top.tier] ? event : top),
    null,
  )
  if (!best) return {}
  const solid = live.filter((event) => event.tier !== 'weak')
  const near = solid.some((event) =>
    drugs.some(
      (at) =>
        Math.abs(at - event.from) <= nearWords &&
        reading.tokens.sentence[at] === reading.tokens.sentence[event.from],
    ),
  )
  return {
    [tierFeature[best.tier]]: 1,
    moreEvents: Math.min(3, Math.max(0, solid.length - 1)),
    near: near ? 1 : 0,
  }
}

/** Cause and symptom in one sentence, cause first or close after. */
function caused(causal: readonly Cue[], live: readonly ReadEvent[], reading: Reading): boolean {
  const { sentence } = reading.tokens
  return causal.some((cue) =>
    live.some(
      (event) => sentence[cue.from] === sentence[event.from] && Math.abs(event.from - cue.from) <= 16,
    ),
  )
}

const cap = (cues: readonly unknown[], most: number): number => Math.min(most, cues.length)
const link = /https?:|www\.|\bt\.co\b/

function contextFeatures(cues: Cues, reading: Reading): Features {
  const some = (section: string): number => cap(cuesOf(cues, section), 1)
  const medicines = new Set(reading.tokens.drug)
  medicines.delete(-1)
  return {
    firstPerson: some('first_person'),
    otherPatient: some('other_patient'),
    exposure: some('exposure'),
    crowd: some('crowd'),
    advert: cap(cuesOf(cues, 'advert'), 2),
    news: cap(cuesOf(cues, 'news'), 3),
    quoted: some('quoted'),
    link: link.test(reading.tokens.folded.text) ? 1 : 0,
    manyMedicines: medicines.size >= 4 ? 1 : 0,
  }
}

/** What happened to a named patient after a medicine, even where the symptom goes unsaid. */
const grave = new Set(['DEATH', 'LIFE_THREATENING', 'HOSPITALISATION', 'DISABILITY', 'CONGENITAL'])

/** The evidence of one text for one product. */
export function featuresOf(
  reading: Reading,
  product: number,
  uses: Uses,
  situations: Situations,
  tone: number,
): Features {
  const { events, cues } = reading
  const count = (polarity: ReadEvent['polarity']): number =>
    Math.min(2, events.filter((event) => event.polarity === polarity).length)
  const drugs = drugTokens(reading, product)
  const told = events.filter((event) => event.polarity === 'asserted' || event.polarity === 'hypothetical')
  const live = told.filter((event) => !isUse(event, reading.topics, uses))
  const causal = standing(causalFor(reading, product), events, trueNegations(cues, events))
  const asks = live.some((event) => reading.tokens.asks[reading.tokens.sentence[event.from] ?? 0])
  return {
    bias: 1,
    ...eventFeatures(live, drugs, reading),
    causal: cap(causal, 1),
    causalStrong: causal.some((cue) => cue.section === 'causal.strong') ? 1 : 0,
    moreCausal: Math.min(2, Math.max(0, causal.length - 1)),
    causedEvent: caused(causal, live, reading) ? 1 : 0,
    sarcasticEvent: live.length > 0 ? cap(cuesOf(cues, 'sarcasm'), 1) : 0,
    seriousness: cap(situations.serious, 1),
    graveOutcome:
      reading.patients.length > 0 && situations.serious.some(({ code }) => grave.has(code)) ? 1 : 0,
    indication: Math.min(2, count('indication') + told.length - live.length),
    benefited: count('benefit'),
    negated: count('negated'),
    hypothetical: count('hypothetical'),
    question: asks ? 1 : 0,
    askedInGeneral: asks && !cues.has('first_person') && !cues.has('other_patient') ? 1 : 0,
    ...contextFeatures(cues, reading),
    ...countKnown(reading, uses),
    // "Saved my life, but my hair fell out": praise does not unsay a plain symptom.
    benefit: cap(cuesOf(cues, 'benefit'), 2) * (live.some((event) => event.tier === 'strong') ? 0.4 : 1),
    negativeTone: Math.max(0, -tone),
    positiveTone: Math.max(0, tone),
  }
}
