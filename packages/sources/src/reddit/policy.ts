import type { PolicyManifest } from '../policy.ts'

/**
 * Responsible Builder Policy (every client is approved first), Data API Terms and Public Content Policy. Deleted content must go with its
 * title, body, addresses, and the author's id once the account is gone; licensed feeds give 24 hours, the usual reading of the rest is 48.
 */
export const redditPolicy: PolicyManifest = {
  platform: 'reddit',
  termsUrl: 'https://support.reddithelp.com/hc/en-us/articles/42728983564564-Responsible-Builder-Policy',
  termsReadOn: '2026-11-22',
  mayStoreText: true,
  retentionDays: null,
  deletionSlaHours: 24,
  // The published policies protect redditors from inference about sensitive matters; only a contract can say otherwise.
  mayInferHealth: false,
  mayTrain: false,
  mayReply: true,
  replyCondition:
    'One comment at a time, each signed by a person, where the rules of the community allow companies to answer and the approved client ' +
    'may write. Otherwise copy it and answer on Reddit by hand.',
  exportAllowed: 'ids',
  recheckHours: 24,
  holdForSafety: 'with_permission',
  needsPermissionReference: true,
  summary:
    'Reads new posts and comments of named communities with a client Reddit has approved; commercial use needs a contract, whose reference ' +
    'must be on file. Every stored post is asked after daily, and what was deleted or removed on Reddit, or whose account is gone, goes ' +
    'here. A list shows its latest 1,000 items: what is older than that after a pause is shown as lost. Not for the training of models; ' +
    'only ids are exported.',
}
