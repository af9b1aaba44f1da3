import type { Platform } from '@hark/domain'

/**
 * What a platform's terms let Hark do, shown and acknowledged before a source goes live. It records a reading
 * of the terms on a date; it is not legal advice.
 */
export type PolicyManifest = {
  platform: Platform
  /** Null only where no third party's terms apply. */
  termsUrl: string | null
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
  /** Hours after which a stored post must be checked to still exist; null where deletions are pushed to us. */
  recheckHours: number | null
  /**
   * Whether a flagged post may be held after its deletion until it is reviewed (field-guide §5.3): under the legal duty alone, only with
   * the platform's permission on file, or never. Where it may not, the facts of the case are transcribed and the content goes.
   */
  holdForSafety: 'legal_duty' | 'with_permission' | 'never'
  /** True where a contract, approval or legal basis must be on file before the source may be switched on. */
  needsPermissionReference: boolean
  summary: string
}
