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
export function explain(features: Features, { strongest, verdict, heads, probability }: Judgement): string[] {
  const words = strongest.map(({ words, weight }) => `${weight > 0 ? '+' : '-'}words:${words}`)
  const rules = reasonsOf(features).slice(0, mostOfRules)
  const negative =
    heads && heads.negativeShare >= sure && probability < 0.5 ? [`-reads_as.${heads.negative}`] : []
  return [...verdict.reasons, ...rules, ...words, ...negative]
}

/**
 * Situations told in words that also mean other things: below this share the net sees none, and a phrase of the list alone does not
 * call a person ("long day at work", "my aunt (71)"). All others are read off words that leave no doubt.
 */
const leastSituation: Readonly<Record<string, number>> = {
  ABUSE: 0.2,
  MISUSE: 0.2,
  LACK_OF_EFFICACY: 0.2,
  UNEXPECTED_BENEFIT: 0.2,
  INTERACTION: 0.2,
  OFF_LABEL: 0.2,
  OCCUPATIONAL: 0.2,
  ELDERLY: 0.3,
  PAEDIATRIC: 0.3,
}

/** Whether a situation the rules found is to be seen by a person even where no event is. */
export function standsAlone(code: string, { heads, probability }: Judgement): boolean {
  return !heads || heads.situation + probability >= (leastSituation[code] ?? 0)
}
