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
import { isByAge, settleAges } from './by-age.ts'
import type { FoundPatient } from './patients.ts'
import { prioritiesOf } from './priorities.ts'
import { isAskedOfNobody, isOfNobody, isSupposed, type Scope } from './scope.ts'

/** A rule that held, with the words that made it hold; `byWords` where no rule did, but the tag model reads it in the words. */
export type Held<Code> = { code: Code; from: number; to: number; byWords?: true }

export type Situations = {
  special: Held<SpecialSituation>[]
  serious: Held<Seriousness>[]
  priority: Held<PriorityFlag>[]
}

type Place = { from: number; to: number }
type Kind<Code> = { kind: string; sections: readonly (readonly [section: string, code: Code])[] }

const kindOf = <Code extends string>(kind: string, codes: readonly Code[]): Kind<Code> => ({
  kind,
  sections: codes.map((code) => [`${kind}.${code}`, code] as const),
})
const kinds = {
  special: kindOf('special', specialSituations),
  serious: kindOf('serious', seriousnessCriteria),
  priority: kindOf('priority', priorityFlags),
}

const negationReach = 3

/** Situations whose own phrases deny nothing: a "not" before the last word undoes one ("Zorvex and not pregnant"), "instead of" does not. */
const affirmed =
  /PREGNANCY|LACTATION|OVERDOSE|ABUSE|EXPIRED|DEATH|LIFE|HOSPITAL|CONGENITAL|MEDICALLY|SUICID|WITHDRAWAL/

/** Negated phrases do not hold: "not pregnant", "never overdosed"; nor do those whose words mean something else: "as a nurse". */
function standing(section: string, cues: Cues, negations: readonly Cue[], tokens: Tokens): Cue[] {
  const said = cuesOf(cues, section).filter((cue) => !isMeantOtherwise(section, cue, cues))
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
            negation.to - negation.from === 1 &&
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

/** "I am a nurse", "police seized": words of a situation that mean something else here. */
export const isMeantOtherwise = (section: string, place: Place, cues: Cues): boolean =>
  cuesOf(cues, `${section}.not`).some(({ from, to }) => from < place.to && to > place.from)

const isWithin = (cue: Cue, event: ReadEvent): boolean => cue.from >= event.from && cue.to <= event.to

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
  const scope: Scope = { tokens, cues, patients }
  const nobody = isOfNobody(scope)
  const happened = (cue: Cue): boolean =>
    !nobody &&
    !unsaid.some((event) => isWithin(cue, event)) &&
    !isSupposed(cue, scope) &&
    !isAskedOfNobody(cue, scope)
  const held = <Code extends string>({ kind, sections }: Kind<Code>): Held<Code>[] => {
    const found: Held<Code>[] = []
    for (const [section, code] of sections) {
      if (!cues.has(section)) continue
      const said = standing(section, cues, negations, tokens)
        .filter((cue) => concerns(cue, product, tokens) && (!isByAge(code) || sharesSentence(cue, tokens)))
        .filter((cue) => kind !== 'serious' || happened(cue))
      for (const { from, to } of said.slice(0, 2)) found.push({ code, from, to })
    }
    return found
  }
  const special = settleAges(held(kinds.special), patients)
  const given = held(kinds.priority)
  const serious = withSuicidality(held(kinds.serious), given, patients)
  return { special, serious, priority: prioritiesOf({ special, serious, given }, scope, product) }
}

/** Suicidal thoughts of a patient are medically important by themselves (docs/annotation.md). */
function withSuicidality(
  serious: Held<Seriousness>[],
  given: readonly Held<PriorityFlag>[],
  patients: readonly FoundPatient[],
): Held<Seriousness>[] {
  const thought = patients.length > 0 ? given.find(({ code }) => code === 'SUICIDALITY') : undefined
  if (!thought || serious.length > 0) return serious
  return [{ code: 'MEDICALLY_IMPORTANT', from: thought.from, to: thought.to }]
}
