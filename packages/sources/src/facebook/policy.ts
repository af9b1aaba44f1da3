import type { PolicyManifest } from '../policy.ts'

/** Meta Platform Terms 3 (data use, deletion) and Developer Policies: own assets only, nothing sold, no profile of a person. */
export const facebookPolicy: PolicyManifest = {
  platform: 'facebook',
  termsUrl: 'https://developers.facebook.com/terms/',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  // Kept no longer than what the page is managed for needs; three months is the careful reading.
  retentionDays: 90,
  deletionSlaHours: 24,
  mayInferHealth: true,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'As the page, under posts and comments on the page itself, one reply a person signed. Others’ pages name no comment ' +
    'that could be answered.',
  exportAllowed: 'ids',
  // Removals are pushed; what a push missed is found by asking.
  recheckHours: 72,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Reads posts and comments on a Facebook page of one’s own, pushed by Meta and repaired by polling. Other people’s pages are ' +
    'not read. What is removed or hidden at Facebook leaves display and search; what a safety case needs is kept under its ' +
    'legal basis. Not for the training of models, and not for profiles of persons.',
}
