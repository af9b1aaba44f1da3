import { type PriorityFlag, priorityFlags, type Seriousness, type SpecialSituation } from '@hark/domain'
import { cuesOf } from '../cues/find-cues.ts'
import type { Tokens } from '../phrases/tokens.ts'
import { childrenOf } from './by-age.ts'
import type { Scope } from './scope.ts'
import type { Held } from './situations.ts'

const fromSpecial: Partial<Record<SpecialSituation, PriorityFlag>> = {
  PREGNANCY_MATERNAL: 'PREGNANCY',
  PREGNANCY_PATERNAL: 'PREGNANCY',
  LACTATION: 'PREGNANCY',
  PAEDIATRIC: 'CHILD',
}

export type Told = {
  special: readonly Held<SpecialSituation>[]
  serious: readonly Held<Seriousness>[]
  /** What the lists of priority phrases say. */
  given: readonly Held<PriorityFlag>[]
}

/** What puts a post before others: by its own words, by its situations, by what happened, by whom it happened to. */
export function prioritiesOf(told: Told, scope: Scope, product: number): Held<PriorityFlag>[] {
  const given = told.given.filter((flag) => flag.code !== 'CHILD' && nearProduct(flag, scope.tokens, product))
  return inOrder([...given, ...impliedBy(told, scope.patients), ...children(told, scope, product)])
}

/** One of each, in the order of the flags. */
export function inOrder(found: readonly Held<PriorityFlag>[]): Held<PriorityFlag>[] {
  return priorityFlags.flatMap((code) => found.find((flag) => flag.code === code) ?? [])
}

/** Flags that follow from a situation or from what happened. */
export function impliedBy(
  { special, serious }: Pick<Told, 'special' | 'serious'>,
  patients: Scope['patients'],
): Held<PriorityFlag>[] {
  const found: Held<PriorityFlag>[] = []
  for (const { code, from, to } of special) {
    const priority = fromSpecial[code]
    if (priority) found.push({ code: priority, from, to })
  }
  for (const { code, from, to } of serious) {
    // "People die from this" names no patient: serious in kind, but nobody's death to report first.
    if (code === 'DEATH' && patients.length > 0) found.push({ code: 'DEATH', from, to })
    if (code === 'LIFE_THREATENING') found.push({ code: 'LIFE_THREATENING', from, to })
  }
  return found
}

/** A child among the patients; or words of a child's world ("the nappies", "his teacher") where no one old is the patient. */
function children(
  { special }: Told,
  { patients, tokens, cues }: Scope,
  product: number,
): Held<PriorityFlag>[] {
  const expected = special.some(({ code }) => fromSpecial[code] === 'PREGNANCY')
  const signs = expected || patients.some(({ old }) => old) ? [] : cuesOf(cues, 'child.sign')
  return [...childrenOf(special, patients), ...signs]
    .map(({ from, to }): Held<PriorityFlag> => ({ code: 'CHILD', from, to }))
    .filter((flag) => nearProduct(flag, tokens, product))
}

/** Withdrawal in another paragraph is another story; suicidality never is. */
function nearProduct(flag: Held<PriorityFlag>, tokens: Tokens, product: number): boolean {
  if (flag.code === 'SUICIDALITY') return true
  for (let at = Math.max(0, flag.from - 25); at < Math.min(tokens.words.length, flag.to + 25); at++) {
    if (tokens.drug[at] === product) return true
  }
  return product < 0
}
