import type { PolicyManifest } from '../policy.ts'

/**
 * LinkedIn Marketing API Terms, Data Storage Requirements and Restricted Uses: social activity 48 hours, profile data of members 24 hours
 * (none is taken: no name, and decorations are dropped from what is kept), no export of member data, only to manage pages. The
 * hours are known second-hand; nothing is said of health, so a permission has to say it.
 */
export const linkedinPolicy: PolicyManifest = {
  platform: 'linkedin',
  termsUrl: 'https://learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: 2,
  deletionSlaHours: 24,
  mayInferHealth: false,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'As the organisation, under comments on posts of its own page, one comment a person signed. What mentions it elsewhere is ' +
    'answered by a person in LinkedIn.',
  exportAllowed: 'ids',
  // What is shown longer than two days is asked for anew each day.
  recheckHours: 24,
  holdForSafety: 'with_permission',
  needsPermissionReference: true,
  summary:
    'Reads posts and comments on a LinkedIn page of one’s own, pushed by LinkedIn and repaired by pulling. It needs the approval of ' +
    'LinkedIn’s Community Management product, whose reference goes on file. Comments are asked for anew each day and kept for two ' +
    'days without that; names and profiles of members are not kept at all. Nothing of members is exported, and nothing ' +
    'trains a model.',
}
