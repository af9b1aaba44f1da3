import type { PolicyManifest } from '../policy.ts'

/** An imported file carries the terms of its vendor and of the platforms its rows came from. */
export const filePolicy: PolicyManifest = {
  platform: 'file',
  termsUrl: null,
  termsFrom: 'those of the vendor, and of each platform in the file',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  mayTrain: false,
  mayReply: false,
  replyCondition: 'An imported post is answered through the adapter of its own platform, or by hand.',
  exportAllowed: 'full',
  // Nothing pushes a file's deletions and nothing can re-check them: the summary says so.
  recheckHours: null,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Imports a file that someone exported from a listening tool or collected by other means. The importer answers for ' +
    'the right to use it: the terms of the vendor and of each platform in the file apply (X, for one, allows only post ' +
    'ids to be passed on). The file brings no deletions.',
}
