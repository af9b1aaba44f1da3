import type { PolicyManifest } from '../policy.ts'

/**
 * Every instance has terms of its own (`/terms-of-service`, `/about`); mastodon.social's, of 2025-07-01, forbid automated collection but for
 * human review and interaction, and archives and training. So one source is one instance, with the permission of that instance on file.
 */
export const mastodonPolicy: PolicyManifest = {
  platform: 'mastodon',
  termsUrl: 'https://docs.joinmastodon.org/api/guidelines/',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  mayInferHealth: true,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'One reply at a time, each signed by a person, from an account of the instance that was read, marked as what it is, where the ' +
    'instance allows companies. It stands in the thread and in no public timeline; it names its author, who is so notified.',
  // Instances that forbid archives forbid passing them on.
  exportAllowed: 'ids',
  // Deletions are pushed while the stream is open; what was missed meanwhile is asked after.
  recheckHours: 24,
  holdForSafety: 'legal_duty',
  needsPermissionReference: true,
  summary:
    'Reads hashtags, searches and public timelines of one instance, whose own terms apply: put the permission of its administrators on ' +
    'file. Only public posts are read, and none of an author who opted out of search, discovery or indexing, or whom the instance ' +
    'limited. Edits and deletions are followed, and every post is asked after daily. Nothing is read across instances, no model is ' +
    'trained, and only ids are exported.',
}
