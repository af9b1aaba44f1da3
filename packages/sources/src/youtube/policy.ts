import type { PolicyManifest } from '../policy.ts'

/**
 * YouTube API Services Developer Policies III.E.4: what is not authorised data of the user who asks is refreshed or deleted after 30
 * days. They say nothing of health; of inferred data they ask consent only where it is about the authorised user.
 */
export const youtubePolicy: PolicyManifest = {
  platform: 'youtube',
  termsUrl: 'https://developers.google.com/youtube/terms/developer-policies',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: 30,
  deletionSlaHours: 168,
  mayInferHealth: true,
  // Nowhere permitted.
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'As the channel, under comments on its own videos, one comment a person signed. Each costs 50 of the 10,000 units of a day; ' +
    'answers of answers stand under the first comment. Under videos of others a person answers by hand.',
  exportAllowed: 'ids',
  // Deletions are not pushed; the copies of 30 days are refreshed long before.
  recheckHours: 72,
  holdForSafety: 'legal_duty',
  needsPermissionReference: false,
  summary:
    'Reads public comments and their answers under the videos and channels named, and under videos a search finds, within ' +
    'YouTube’s daily quota. Copies are refreshed every three days and deleted after 30 without a refresh; what YouTube no ' +
    'longer shows leaves display and search. What a safety case needs is kept under its legal basis. Not for the ' +
    'training of models.',
}
