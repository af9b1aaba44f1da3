import { facebookPolicy } from '../facebook/policy.ts'
import type { PolicyManifest } from '../policy.ts'

/** The Meta Platform Terms, with what the Instagram API adds: hashtags name no author, and 30 of them a week. */
export const instagramPolicy: PolicyManifest = {
  ...facebookPolicy,
  platform: 'instagram',
  replyCondition:
    'As the account, to comments under its own media, one reply a person signed. Media of others and media found by hashtag ' +
    'are answered by a person in Instagram.',
  // No deletion is pushed.
  recheckHours: 24,
  summary:
    'Reads comments under the media of an Instagram account of one’s own, media that tag or mention it, and the last day of up to ' +
    '30 hashtags, which name no author. Instagram pushes no deletions: what is stored is asked after every day and leaves ' +
    'display and search when it is gone. Not for the training of models, and not for profiles of persons.',
}
