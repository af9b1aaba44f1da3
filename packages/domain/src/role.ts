import { DomainError } from './errors.ts'

export const roles = ['pv_reviewer', 'pv_lead', 'comms', 'auditor', 'operator'] as const
export type Role = (typeof roles)[number]

export const roleNames: Record<Role, string> = {
  pv_reviewer: 'PV reviewer',
  pv_lead: 'PV lead',
  comms: 'Communications',
  auditor: 'Auditor',
  operator: 'Operator',
}

/** Who may do what. The server refuses by this table; the console explains a disabled button by it. */
export const permissions = {
  'queue.read': ['pv_reviewer', 'pv_lead', 'auditor'],
  'case.work': ['pv_reviewer', 'pv_lead'],
  'case.sign': ['pv_reviewer', 'pv_lead'],
  'clock.recompute': ['pv_lead'],
  'author.reveal': ['pv_reviewer', 'pv_lead'],
  'handoff.read': ['pv_reviewer', 'pv_lead', 'auditor', 'operator'],
  'handoff.acknowledge': ['pv_lead'],
  'response.read': ['pv_reviewer', 'pv_lead', 'comms', 'auditor'],
  'response.release': ['pv_reviewer', 'pv_lead'],
  'response.draft': ['pv_reviewer', 'pv_lead', 'comms'],
  'response.sign': ['pv_reviewer', 'pv_lead'],
  'response.withdraw': ['pv_reviewer', 'pv_lead', 'comms'],
  'response.take_out': ['pv_reviewer', 'pv_lead', 'comms'],
  'publication.resolve': ['pv_lead'],
  'kill_switch.engage': ['pv_reviewer', 'pv_lead', 'comms', 'operator'],
  'kill_switch.release': ['pv_lead'],
  'listening.read': ['pv_reviewer', 'pv_lead', 'comms', 'auditor'],
  'quality.read': ['pv_reviewer', 'pv_lead', 'auditor'],
  'sources.read': ['pv_reviewer', 'pv_lead', 'comms', 'auditor', 'operator'],
  'sources.change': ['pv_lead', 'operator'],
  'programme.change': ['pv_lead'],
  'quarantine.release': ['pv_lead', 'operator'],
  'audit.read': ['auditor', 'pv_lead'],
  'audit.export': ['auditor', 'pv_lead'],
  'people.read': ['operator', 'auditor', 'pv_lead'],
  'people.change': ['operator'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

/** True when any of the person's roles carries the permission. */
export function mayDo(held: readonly Role[], permission: Permission): boolean {
  return held.some((role) => (permissions[permission] as readonly Role[]).includes(role))
}

/** Why a person may not, in words for a disabled button; null when they may. */
export function whyNot(held: readonly Role[], permission: Permission): string | null {
  if (mayDo(held, permission)) return null
  return `Needs the role ${permissions[permission].map((r) => roleNames[r]).join(' or ')}.`
}

const exclusive: readonly [Role, Role, string][] = [
  ['operator', 'pv_reviewer', 'Who runs the system does not sign in it.'],
  ['operator', 'pv_lead', 'Who runs the system does not sign in it.'],
  ['comms', 'pv_reviewer', 'Brand listening and safety decisions are kept apart (purpose separation).'],
  ['comms', 'pv_lead', 'Brand listening and safety decisions are kept apart (purpose separation).'],
  ['auditor', 'pv_reviewer', 'An auditor only reads.'],
  ['auditor', 'pv_lead', 'An auditor only reads.'],
  ['auditor', 'comms', 'An auditor only reads.'],
  ['auditor', 'operator', 'An auditor only reads.'],
]

/** Why two roles may not meet in one person, or null. */
export function forbiddenPair(a: Role, b: Role): string | null {
  return exclusive.find(([x, y]) => (x === a && y === b) || (x === b && y === a))?.[2] ?? null
}

/** Throws `roles.forbidden_combination` where one person would hold two roles that check each other. */
export function assertRolesCombine(held: readonly Role[]): void {
  const pair = exclusive.find(([x, y]) => held.includes(x) && held.includes(y))
  if (pair)
    throw new DomainError(
      'roles.forbidden_combination',
      `${roleNames[pair[0]]} and ${roleNames[pair[1]]}: ${pair[2]}`,
    )
}
