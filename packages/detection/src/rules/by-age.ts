import type { SpecialSituation } from '@hark/domain'
import type { FoundPatient } from './patients.ts'
import type { Held } from './situations.ts'

const byAge = new Set<string>(['PAEDIATRIC', 'ELDERLY'])

export const isByAge = (code: string): boolean => byAge.has(code)

/** The baby of "pregnant on it" is told of by the pregnancy, unless it has an age of its own. */
const unborn = new Set<string>(['PREGNANCY_MATERNAL', 'PREGNANCY_PATERNAL'])

/**
 * Age is the patient's ("my kids drive me mad" makes no child a patient, "my son (34)" is none) and has to be the point: said by its
 * own words or stated in years.
 */
export function settleAges(
  special: Held<SpecialSituation>[],
  patients: readonly FoundPatient[],
): Held<SpecialSituation>[] {
  const children = childrenOf(special, patients)
  const old = patients.filter((patient) => patient.old)
  const kept = special.filter(
    ({ code }) => !byAge.has(code) || (code === 'PAEDIATRIC' ? children.length > 0 : old.length > 0),
  )
  const add = (code: SpecialSituation, found: readonly FoundPatient[]): void => {
    const [first] = found
    if (first && !kept.some((held) => held.code === code)) kept.push({ code, from: first.from, to: first.to })
  }
  add(
    'PAEDIATRIC',
    children.filter(({ age }) => age !== null),
  )
  add(
    'ELDERLY',
    old.filter(({ age }) => age !== null),
  )
  return kept
}

/** Patients who are children, whether or not their age is the point. */
export function childrenOf(
  special: readonly Held<SpecialSituation>[],
  patients: readonly FoundPatient[],
): FoundPatient[] {
  const expected = special.some(({ code }) => unborn.has(code))
  return patients.filter(({ child, age }) => child && (!expected || age !== null))
}
