import { engine, type Weights } from '../engine.ts'
import type { Features } from './features.ts'

/** The weighted sum of the evidence: the logit of the rules. Weights by name; what has none counts nothing. */
export function logitOf(
  features: Features,
  weights: Readonly<Partial<Record<keyof Weights, number>>> = engine.weights,
): number {
  let sum = 0
  for (const name in features) {
    const amount = features[name as keyof Weights]
    if (amount) sum += amount * (weights[name as keyof Weights] ?? 0)
  }
  return sum
}

/** Rounded so that every machine prints the same. */
export const rounded = (probability: number): number => Math.round(probability * 10_000) / 10_000

const silent = new Set<string>(['bias', 'moreEvents', 'moreCausal'])
const codes: Readonly<Partial<Record<keyof Weights, string>>> = {
  eventStrong: 'event.strong',
  eventPlain: 'event.plain',
  eventWeak: 'event.weak',
  near: 'event.near_product',
  causedEvent: 'event.caused',
  sarcasticEvent: 'event.sarcastic',
  indication: 'event.indication',
  benefited: 'event.improved',
  negated: 'event.negated',
  hypothetical: 'event.hypothetical',
  usedFor: 'known.use',
  knownEffect: 'known.effect',
  question: 'event.asked',
  askedInGeneral: 'event.asked_in_general',
  firstPerson: 'voice.first_person',
  otherPatient: 'voice.other_patient',
  exposure: 'voice.exposure',
  crowd: 'voice.crowd',
  causal: 'causal',
  causalStrong: 'causal.explicit',
  seriousness: 'seriousness',
  graveOutcome: 'seriousness.of_a_patient',
  benefit: 'benefit',
  advert: 'advert',
  news: 'news',
  quoted: 'quoted',
  link: 'link',
  manyMedicines: 'medicines.many',
  negativeTone: 'tone.negative',
  positiveTone: 'tone.positive',
}

/** Codes of what raised (`+`) or lowered (`-`) the score, strongest first. */
export function reasonsOf(features: Features, weights: Weights = engine.weights): string[] {
  return Object.entries(features)
    .filter(([name, amount]) => (amount ?? 0) > 0.05 && !silent.has(name))
    .map(([name, amount]) => ({
      code: codes[name as keyof Weights] ?? name,
      by: (amount ?? 0) * weights[name as keyof Weights],
    }))
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by) || (a.code < b.code ? -1 : 1))
    .map(({ code, by }) => `${by > 0 ? '+' : '-'}${code}`)
}
