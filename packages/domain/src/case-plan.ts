import { type Lane, laneOf, priorityOf } from './case.ts'
import type { Finding, PriorityFlag } from './finding.ts'
import type { Product } from './programme.ts'

/** Everything flagged in one post about one product group. */
export type FlaggedGroup = {
  group: string
  productIds: string[]
  patients: string[]
  priority: PriorityFlag[]
}

/** A case that holds a copy or an earlier version of the post. */
export type Kin = {
  caseId: string
  group: string
  patient: string
  decided: boolean
  role: 'copy' | 'follow_up'
}

export type CasePlan =
  | {
      act: 'open'
      group: string
      patient: string
      lane: Lane
      priority: PriorityFlag[]
      follows: string | null
    }
  | {
      act: 'join'
      group: string
      patient: string
      caseId: string
      role: 'copy' | 'follow_up'
      priority: PriorityFlag[]
    }

export const UNNAMED_PATIENT = 'not stated'

/** Gathers a post's flagged findings by product group: products of one group are one case when one patient takes them. */
export function groupFindings(
  findings: readonly Finding[],
  products: ReadonlyMap<string, Product>,
): FlaggedGroup[] {
  const groups = new Map<string, FlaggedGroup>()
  for (const f of findings.filter((x) => x.flagged)) {
    const group = products.get(f.productId)?.group ?? f.productId
    const g = groups.get(group) ?? { group, productIds: [], patients: [], priority: [] }
    g.productIds.push(f.productId)
    g.patients = [...new Set([...g.patients, ...f.patients.map((p) => p.label)])]
    g.priority = priorityOf([...g.priority, ...f.priority], f.special)
    groups.set(group, g)
  }
  return [...groups.values()].map((g) => ({
    ...g,
    patients: g.patients.length > 0 ? g.patients : [UNNAMED_PATIENT],
  }))
}

/**
 * Two patients, two cases. A copy or another version joins the undecided case of the same patient; after a decision it
 * opens a case of its own that names the one it follows: a flag is never closed by a machine, a patient never hidden.
 */
export function planCases(groups: readonly FlaggedGroup[], kin: readonly Kin[]): CasePlan[] {
  return groups.flatMap((g) => g.patients.map((patient) => planOne(g, patient, kin)))
}

function planOne(g: FlaggedGroup, patient: string, kin: readonly Kin[]): CasePlan {
  const same = kin.filter((k) => k.group === g.group && isSamePatient(g, patient, k))
  const live = same.find((k) => !k.decided)
  if (live) {
    const { patient: known, caseId, role } = live
    return { act: 'join', group: g.group, patient: known, caseId, role, priority: g.priority }
  }
  return {
    act: 'open',
    group: g.group,
    patient,
    lane: laneOf(g.priority),
    priority: g.priority,
    follows: same[0]?.caseId ?? null,
  }
}

const isSamePatient = (g: FlaggedGroup, patient: string, k: Kin): boolean =>
  k.patient === patient ||
  (g.patients.length === 1 && (patient === UNNAMED_PATIENT || k.patient === UNNAMED_PATIENT))
