import type { PolicyManifest } from '../policy.ts'

/**
 * X Developer Agreement and Policy, with "Restricted uses of the X APIs" (health) and the reply rule of 2026-02-23. What must go
 * "as soon as reasonably possible, or within 24 hours after a request" may be held only with X's express written permission.
 */
export const xPolicy: PolicyManifest = {
  platform: 'x',
  termsUrl: 'https://docs.x.com/developer-terms/policy',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: false,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'By API only where the author summoned the account: mentioned it or quoted its post. Any other reply is copied, and ' +
    'sent by a person in X. A reply that holds an address costs USD 0.20.',
  exportAllowed: 'ids',
  recheckHours: 24,
  holdForSafety: 'with_permission',
  needsPermissionReference: true,
  summary:
    'Reads public posts that match the rules, and mentions, for money: each post read is metered and reading stops at the monthly ' +
    'budget. X forbids to "derive or infer, or store derived or inferred, information about a X user\'s health": an adverse event ' +
    'tied to an author is that, so nothing is read without the reference of a permission (an Enterprise contract or a written ' +
    'waiver). No matching of an author to a person outside X. Post text is shown unmodified; only ids are exported; what X ' +
    'no longer shows is removed within a day. Not for the training of models.',
}
