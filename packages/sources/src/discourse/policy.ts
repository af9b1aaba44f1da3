import type { PolicyManifest } from '../policy.ts'

/** Every forum has terms of its own (`/tos`, `/privacy`); Discourse is the software. Discourse's own forum stands for the usual ones. */
export const discoursePolicy: PolicyManifest = {
  platform: 'discourse',
  termsUrl: 'https://www.discourse.org/terms',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'One reply at a time, each signed by a person, from an account of that forum which it knows as the company’s, where its rules allow companies to answer.',
  exportAllowed: 'ids',
  recheckHours: 24,
  holdForSafety: 'legal_duty',
  // Forums of patients are small and trusting: their operators are asked first.
  needsPermissionReference: true,
  summary:
    'Reads the public posts of one forum, all or some categories and tags, by its API and as its webhooks push them, with the permission of its ' +
    'operators on file. Use a key of an ordinary account: what only staff or members can see is not public and is not read. Edits and ' +
    'deletions are followed, and every post is asked after daily. No model is trained; only ids are exported.',
}
