import { epochOf } from './clock.ts'
import { DomainError } from './errors.ts'
import type { PriorityFlag, SpecialSituation } from './finding.ts'

export const lanes = ['crisis', 'priority', 'standard', 'sample'] as const
export type Lane = (typeof lanes)[number]
export const caseStates = ['open', 'held', 'concluded', 'decided', 'joined', 'withdrawn'] as const
export type CaseState = (typeof caseStates)[number]

/** How a person reads a case number aloud. */
export const caseNumber = (n: number): string => `HK-${String(n).padStart(6, '0')}`

const crisis: PriorityFlag[] = ['SUICIDALITY']

/** The lane a case waits in: a life that may still be saved, then every other flag (R-10, field-guide §2), then the rest. */
export function laneOf(priority: readonly PriorityFlag[]): Lane {
  if (priority.some((p) => crisis.includes(p))) return 'crisis'
  return priority.length > 0 ? 'priority' : 'standard'
}

/** Priority flags that follow from special situations, so that none is forgotten by a detector. */
export function priorityOf(
  flags: readonly PriorityFlag[],
  special: readonly SpecialSituation[],
): PriorityFlag[] {
  const all = new Set(flags)
  if (special.some((s) => s === 'PREGNANCY_MATERNAL' || s === 'PREGNANCY_PATERNAL' || s === 'LACTATION'))
    all.add('PREGNANCY')
  if (special.includes('PAEDIATRIC')) all.add('CHILD')
  return [...all].sort()
}

/** A lease: one person, one tab. `token` fences a tab that slept through its lease. */
export type Lease = { by: string; token: string; until: string }

export const LEASE_MINUTES = 10

/** Throws unless `who` may take the case now: decided and joined cases rest, a living lease of another is respected. */
export function assertClaimable(state: CaseState, lease: Lease | null, who: string, now: string): void {
  if (state === 'decided' || state === 'joined' || state === 'withdrawn')
    throw new DomainError('case.not_open', `This case is ${state}; open it to read.`)
  if (lease && lease.by !== who && epochOf(lease.until) > epochOf(now)) {
    throw new DomainError('case.leased_by_other', 'Somebody else is working on this case.', {
      by: lease.by,
      until: lease.until,
    })
  }
}

/** Throws `case.lease_lost` unless the caller's token is the one that holds the case. */
export function assertLease(lease: Lease | null, token: string, now: string): void {
  if (!lease || lease.token !== token || epochOf(lease.until) <= epochOf(now)) {
    throw new DomainError(
      'case.lease_lost',
      'Your claim on this case has ended. Claim it again; what you typed is kept.',
    )
  }
}

export type CaseShape = { id: string; state: CaseState; patient: string; postIds: string[] }

/** Moves some posts to a case of their own: another patient. At least one post stays and one goes. */
export function splitCase(
  from: CaseShape,
  postIds: readonly string[],
  patient: string,
): { stays: string[]; goes: string[] } {
  if (from.state !== 'open') throw new DomainError('case.not_open', 'Only an open case is split.')
  const other = patient.trim()
  if (!other) throw new DomainError('input.invalid', 'Say who the other patient is.')
  const goes = from.postIds.filter((id) => postIds.includes(id))
  if (goes.length < new Set(postIds).size)
    throw new DomainError('case.changed', 'A chosen post has left this case meanwhile; look again.')
  const stays = from.postIds.filter((id) => !postIds.includes(id))
  const sameTextSecondPatient = from.postIds.length === 1 && other !== from.patient.trim()
  if (goes.length === 0 || (stays.length === 0 && !sameTextSecondPatient)) {
    throw new DomainError(
      'case.last_post',
      'Choose at least one post to move and leave at least one, or name a second patient of the only post.',
    )
  }
  return { stays: stays.length === 0 ? from.postIds : stays, goes }
}

/** Folds `from` into `into`: the same patient and event told twice. */
export function joinCases(into: CaseShape, from: CaseShape): string[] {
  if (into.id === from.id) throw new DomainError('case.not_open', 'A case is not joined to itself.')
  if (into.state !== 'open' || from.state !== 'open')
    throw new DomainError('case.not_open', 'Both cases must be open to be joined.')
  return [...new Set([...into.postIds, ...from.postIds])]
}
