import type { PolicyManifest } from '../policy.ts'

/** Invented posts about invented medicines: no terms but our own. */
export const practicePolicy: PolicyManifest = {
  platform: 'practice',
  termsUrl: null,
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  mayTrain: true,
  mayReply: true,
  replyCondition: null,
  exportAllowed: 'full',
  recheckHours: null,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Replays invented posts about invented medicines. Replies go to a practice platform on this machine and nowhere ' +
    'else. Nothing here is counted with real posts.',
}
