import type { Platform } from '@hark/domain'

/**
 * What a platform's terms let Hark do, shown and acknowledged before a source goes live. It records a reading
 * of the terms on a date; it is not legal advice.
 */
export type PolicyManifest = {
  platform: Platform
  /** Null where no third party's terms apply, or `termsFrom` says whose. */
  termsUrl: string | null
  /** Whose terms apply, where no one address holds them. */
  termsFrom?: string
  /** The day the terms were last read, YYYY-MM-DD. */
  termsReadOn: string
  mayStoreText: boolean
  /** Days a display copy may be kept without a refresh; null where the terms set no limit. */
  retentionDays: number | null
  /** Hours within which content deleted at the platform must leave display and search. */
  deletionSlaHours: number
  mayInferHealth: boolean
  mayTrain: boolean
  mayReply: boolean
  replyCondition: string | null
  exportAllowed: 'full' | 'ids'
  /** Hours after which a stored post must be checked to still exist; null where nobody can be asked. */
  recheckHours: number | null
  /** The same while the source is listened to, where deletions are pushed to who listens; `recheckHours` unless given. */
  recheckHoursListening?: number
  /**
   * Whether a flagged post may be held after its deletion until it is reviewed (field-guide §5.3): under the legal duty alone, only with
   * the platform's permission on file, or never. Where it may not, the facts of the case are transcribed and the content goes.
   */
  holdForSafety: 'legal_duty' | 'with_permission' | 'never'
  /** True where a contract, approval or legal basis must be on file before the source may be switched on. */
  needsPermissionReference: boolean
  summary: string
}

export type Standing = { policy: Partial<PolicyManifest>; permissionReference: string | null }

/** Why a source may not run, as a sentence a person can act on; null where it may. The table refuses the same. */
export function whyNotRun(
  current: PolicyManifest,
  { policy: acknowledged, permissionReference }: Standing,
): string | null {
  const permitted = (permissionReference ?? '').trim().length >= 3
  if (!current.mayStoreText)
    return 'The terms allow no text to be stored, and without text nothing can be reviewed.'
  if (current.needsPermissionReference && !permitted)
    return 'The terms ask for a permission: put its reference on file before listening.'
  if (!current.mayInferHealth && !permitted)
    return 'The terms forbid to infer anything on health: put the reference of a permission on file before listening.'
  const stricter = stricterIn(current, acknowledged)
  if (stricter.length === 0) return null
  return `The terms are stricter than what was acknowledged (${stricter.join(', ')}): acknowledge them anew.`
}

/** Which binding fields of the terms as read today forbid more than the terms a person acknowledged. */
export function stricterIn(
  current: PolicyManifest,
  acknowledged: Partial<PolicyManifest>,
): (keyof PolicyManifest)[] {
  const forbids = (['mayStoreText', 'mayInferHealth', 'mayTrain', 'mayReply'] as const).filter(
    (field) => acknowledged[field] === true && !current[field],
  )
  // How often we ask is no leave anybody gives: `recheckHoursOf` takes the shorter.
  const shorter = (['retentionDays', 'deletionSlaHours'] as const).filter((field) => {
    const [now, then] = [current[field], acknowledged[field]]
    return then !== undefined && now !== null && (then === null || now < then)
  })
  const narrower = acknowledged.exportAllowed === 'full' && current.exportAllowed === 'ids'
  const grounds = ['legal_duty', 'with_permission', 'never']
  const holds =
    grounds.indexOf(current.holdForSafety) >
    grounds.indexOf(acknowledged.holdForSafety ?? current.holdForSafety)
  return [
    ...forbids,
    ...shorter,
    ...(narrower ? ['exportAllowed' as const] : []),
    ...(holds ? ['holdForSafety' as const] : []),
  ]
}

/**
 * Hours after which a held post is asked after: the shorter of the terms as read today and as acknowledged; null where nobody can be asked.
 * It binds for as long as anything is held, whether the source is `listening` or not.
 */
export function recheckHoursOf(
  current: PolicyManifest,
  acknowledged: Partial<PolicyManifest>,
  listening: boolean,
): number | null {
  const hours = [current, acknowledged].flatMap(
    (terms) => (listening ? terms.recheckHoursListening : undefined) ?? terms.recheckHours ?? [],
  )
  return hours.length === 0 ? null : Math.min(...hours)
}
