import type { PolicyManifest } from '../policy.ts'

/** Feeds and transcripts are published to be read by machines; each publisher's own terms apply beside that. */
export const podcastPolicy: PolicyManifest = {
  platform: 'podcast',
  termsUrl: null,
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  // Publishers differ, and many forbid it: what is silent is not consent.
  mayTrain: false,
  mayReply: false,
  replyCondition: 'A podcast has no way to answer: write to its publisher, by hand.',
  exportAllowed: 'full',
  // Transcripts are read again daily for a month, and pages of episodes asked after weekly.
  recheckHours: 168,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Reads the feeds of podcasts and the transcripts they publish; sound is not listened to, so an episode without a transcript counts ' +
    'with its title and notes alone. Speakers are numbered, not named. Whoever adds a podcast answers for having read its terms.',
}
