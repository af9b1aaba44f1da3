import {
  type PriorityFlag,
  priorityFlags,
  type Seriousness,
  type SpecialSituation,
  seriousnessCriteria,
  specialSituations,
} from '@hark/domain'
import { type Cue, type Cues, cuesOf } from '../cues/find-cues.ts'
import { type ReadEvent, trueNegations } from '../events/polarity.ts'
import type { Tokens } from '../phrases/tokens.ts'
import type { FoundPatient } from './patients.ts'

/** A rule that held, with the words that made it hold. */
export type Held<Code> = { code: Code; from: number; to: number }

export type Situations = {
  special: Held<SpecialSituation>[]
  serious: Held<Seriousness>[]
  priority: Held<PriorityFlag>[]
}

const negationReach = 3

/** Situations whose own phrases deny nothing: a negation inside such a phrase undoes it ("Zorvex and not pregnant"). */
const affirmed =
  /PREGNANCY|LACTATION|OVERDOSE|ABUSE|INTERACTION|EXPIRED|DEATH|LIFE|HOSPITAL|CONGENITAL|MEDICALLY|SUICID|WITHDRAWAL/

/** Negated phrases do not hold: "not pregnant", "never overdosed". */
function standing(section: string, cues: Cues, negations: readonly Cue[], tokens: Tokens): Cue[] {
  const said = cuesOf(cues, section)
  if (said.length === 0) return said
  const denies = affirmed.test(section)
  return said.filter(
    (cue) =>
      !negations.some(
        (negation) =>
          (negation.to <= cue.from &&
            cue.from - negation.to < negationReach &&
            tokens.clause[negation.from] === tokens.clause[cue.from]) ||
          (denies &&
            negation.section === 'negation' &&
            negation.from > cue.from &&
            negation.to === cue.to - 1),
      ),
  )
}

/** A phrase that names a medicine holds only for that product; one that names none holds for all. */
function concerns(cue: Cue, product: number, tokens: Tokens): boolean {
  let other = false
  for (let at = cue.from; at < cue.to; at++) {
    if (tokens.drug[at] === product) return true
    if ((tokens.drug[at] ?? -1) >= 0) other = true
  }
  return !other
}

function sharesSentence(cue: Cue, tokens: Tokens): boolean {
  const sentence = tokens.sentence[cue.from]
  for (let at = 0; at < tokens.words.length; at++) {
    if (tokens.sentence[at] === sentence && ((tokens.drug[at] ?? -1) >= 0 || tokens.event[at])) return true
  }
  return false
}

const isWithin = (cue: Cue, event: ReadEvent): boolean => cue.from >= event.from && cue.to <= event.to

const byAge = new Set<string>(['PAEDIATRIC', 'ELDERLY'])

/** Special situations, seriousness and priority for one product (field-guide §2, §3.1). */
export function findSituations(
  tokens: Tokens,
  cues: Cues,
  events: readonly ReadEvent[],
  patients: readonly FoundPatient[],
  product: number,
): Situations {
  const negations = [...trueNegations(cues, events), ...cuesOf(cues, 'hypothesis')]
  const unsaid = events.filter(({ polarity }) => polarity !== 'asserted')
  const held = <Code extends string>(kind: string, codes: readonly Code[]): Held<Code>[] =>
    codes.flatMap((code) =>
      standing(`${kind}.${code}`, cues, negations, tokens)
        .filter((cue) => concerns(cue, product, tokens) && (!byAge.has(code) || sharesSentence(cue, tokens)))
        .filter((cue) => kind !== 'serious' || !unsaid.some((event) => isWithin(cue, event)))
        .slice(0, 2)
        .map(({ from, to }) => ({ code, from, to })),
    )
  const special = settleAges(held('special', specialSituations), patients)
  const serious = held('serious', seriousnessCriteria)
  return {
    special,
    serious,
    priority: prioritiesOf(special, serious, held('priority', priorityFlags), patients, tokens, product),
  }
}

/** Age is the patient's: "my kids drive me mad" makes no child a patient, and "my son (34)" is none. */
function settleAges(
  special: Held<SpecialSituation>[],
  patients: readonly FoundPatient[],
): Held<SpecialSituation>[] {
  const someone = {
    PAEDIATRIC: patients.some(({ child }) => child),
    ELDERLY: patients.some(({ old }) => old),
  }
  const kept = special.filter(({ code }) => !byAge.has(code) || someone[code as keyof typeof someone])
  for (const { child, old, from, to } of patients) {
    if (child && !kept.some(({ code }) => code === 'PAEDIATRIC')) kept.push({ code: 'PAEDIATRIC', from, to })
    if (old && !kept.some(({ code }) => code === 'ELDERLY')) kept.push({ code: 'ELDERLY', from, to })
  }
  return kept
}

const fromSpecial: Partial<Record<SpecialSituation, PriorityFlag>> = {
  PREGNANCY_MATERNAL: 'PREGNANCY',
  PREGNANCY_PATERNAL: 'PREGNANCY',
  LACTATION: 'PREGNANCY',
  PAEDIATRIC: 'CHILD',
}

function prioritiesOf(
  special: Held<SpecialSituation>[],
  serious: Held<Seriousness>[],
  given: Held<PriorityFlag>[],
  patients: readonly FoundPatient[],
  tokens: Tokens,
  product: number,
): Held<PriorityFlag>[] {
  const found: Held<PriorityFlag>[] = given.filter(
    (flag) => flag.code !== 'CHILD' && nearProduct(flag, tokens, product),
  )
  for (const { code, from, to } of special) {
    const priority = fromSpecial[code]
    if (priority) found.push({ code: priority, from, to })
  }
  for (const { code, from, to } of serious) {
    // "People die from this" names no patient: serious in kind, but nobody's death to report first.
    if (code === 'DEATH' && patients.length > 0) found.push({ code: 'DEATH', from, to })
    if (code === 'LIFE_THREATENING') found.push({ code: 'LIFE_THREATENING', from, to })
  }
  return priorityFlags.flatMap((code) => found.find((flag) => flag.code === code) ?? [])
}

/** Withdrawal in another paragraph is another story; suicidality never is. */
function nearProduct(flag: Held<PriorityFlag>, tokens: Tokens, product: number): boolean {
  if (flag.code === 'SUICIDALITY') return true
  for (let at = Math.max(0, flag.from - 25); at < Math.min(tokens.words.length, flag.to + 25); at++) {
    if (tokens.drug[at] === product) return true
  }
  return product < 0
}
