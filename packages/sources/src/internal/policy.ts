import type { PolicyManifest } from '../policy.ts'

/** No platform’s terms but the company’s own duties to those who work there. */
export const internalPolicy: PolicyManifest = {
  platform: 'internal',
  termsUrl: null,
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  // People at work cannot freely agree to it.
  mayTrain: false,
  mayReply: false,
  replyCondition: 'Answer in the network itself, by hand.',
  exportAllowed: 'full',
  // What is pushed is all there is: nothing can be asked after.
  recheckHours: null,
  holdForSafety: 'legal_duty',
  needsPermissionReference: true,
  summary:
    'Takes what the company’s own network pushes (Slack, Teams, Mattermost, or any other by a signed webhook), in a programme apart from all that ' +
    'listen to the public. Those who write there are employees: an agreement with their representatives, or the assessment of their data ' +
    'protection, must be on file. Direct and private messages are not taken. No model is trained on them.',
}
