import type { PolicyManifest } from '../policy.ts'

/** Feeds are published to be read by machines; each publisher's own terms apply beside that, and no one page states them. */
export const feedPolicy: PolicyManifest = {
  platform: 'feed',
  termsUrl: null,
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  // Publishers differ, and many forbid it: what is silent is not consent.
  mayTrain: false,
  mayReply: false,
  replyCondition: 'Feeds have no way to answer: open the page and reply there, by hand.',
  exportAllowed: 'full',
  // Tombstones are rare; what a feed no longer lists is not deleted. So the pages themselves are asked, weekly.
  recheckHours: 168,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Reads feeds that sites publish to be read: blogs, news, comments. Whoever adds a feed answers for having read the terms of that ' +
    'site. Pages are asked after once a week, and what is gone there goes here; a feed that ends for good (410) is read no more.',
}
