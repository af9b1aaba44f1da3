import type { Features } from '../score/features.ts'
import { reasonsOf } from '../score/score.ts'
import type { Judgement } from './model.ts'

const mostOfRules = 8
/** A class the net is this sure of is worth saying. */
const sure = 0.4

/**
 * Why the score is what it is, each part in its own words: codes of the rules, n-grams of the linear part (`+words:gave me a`),
 * and the class the net reads the post as (`-reads_as.indication`).
 */
export function explain(features: Features, { strongest, heads, probability }: Judgement): string[] {
  const words = strongest.map(({ words, weight }) => `${weight > 0 ? '+' : '-'}words:${words}`)
  const rules = reasonsOf(features).slice(0, mostOfRules)
  const negative =
    heads && heads.negativeShare >= sure && probability < 0.5 ? [`-reads_as.${heads.negative}`] : []
  return [...rules, ...words, ...negative]
}

/** Below this share the net sees no special situation, and a loose phrase of the list alone does not call a person. */
const leastSituation = 0.2
/** Situations told in words that also mean other things; all others are read off words that leave no doubt. */
const loose = new Set<string>([
  'ABUSE',
  'MISUSE',
  'LACK_OF_EFFICACY',
  'UNEXPECTED_BENEFIT',
  'INTERACTION',
  'OFF_LABEL',
])

/** Whether a situation the rules found is to be seen by a person even where no event is. */
export function standsAlone(code: string, { heads, probability }: Judgement): boolean {
  if (!heads || !loose.has(code)) return true
  return heads.situation + probability >= leastSituation
}
