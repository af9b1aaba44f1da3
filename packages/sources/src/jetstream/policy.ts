import type { PolicyManifest } from '../policy.ts'

/** Bluesky: https://docs.bsky.app/docs/support/developer-guidelines points 1 (no automated replies) and 3 (deletion). */
export const blueskyPolicy: PolicyManifest = {
  platform: 'bluesky',
  termsUrl: 'https://docs.bsky.app/docs/support/developer-guidelines',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  // The guidelines neither permit nor forbid it; without permission the careful reading is no.
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'Only one reply at a time, each signed by a person: automated or bulk interactions that notify a user are forbidden.',
  exportAllowed: 'full',
  // Jetstream pushes deletions and account removals, to who listens.
  recheckHours: 24,
  recheckHoursListening: 168,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Reads every public post of the Bluesky network over Jetstream, without an account; what the stream no longer ' +
    'holds is searched for by product name, and what moderators hide is hidden. Posts that match no product are ' +
    'counted and not kept. A post or account that its author deletes leaves display and search; what a safety case ' +
    'needs is kept under its legal basis. Nothing is answered without a signed reply.',
}
