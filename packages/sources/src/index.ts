export {
  type Adapter,
  httpOf,
  parseConfig,
  type SecretAsked,
  type SourceDeps,
  secretOf,
  serverAddress,
} from './adapter.ts'
export { adapters } from './adapters.ts'
export { ask, askJson, shaped, troubleOfStatus } from './ask.ts'
export { blueskyPublisher } from './bluesky/bluesky-publisher.ts'
export { blueskyReplyTarget } from './bluesky/content.ts'
export { blueskyLength, blueskyLimits, type TextLength } from './bluesky/limits.ts'
export type { BlueskyCredentials } from './bluesky/session.ts'
export { orderKey, tid, tidTimeUs } from './bluesky/tid.ts'
export { type DiscourseCredentials, discoursePublisher } from './discourse/discourse-publisher.ts'
export { facebookPublisher } from './facebook/facebook-publisher.ts'
export { FetchError, fetchCodes } from './fetch/fetch-error.ts'
export { guardedAgents } from './fetch/guarded-agent.ts'
export {
  type Http,
  type HttpRequest,
  type HttpResponse,
  type HttpStream,
  type SafeFetchOptions,
  safeFetch,
} from './fetch/safe-fetch.ts'
export type { DateOrder } from './file/dates.ts'
export { type FileConfig, type FileDeps, fileSource } from './file/file-source.ts'
export { type Imported, importPolicy, importPosts } from './file/import-posts.ts'
export { mappedFile } from './file/own-mapping.ts'
export { type Preview, previewFile } from './file/preview.ts'
export { type ProfileStore, profileStore } from './file/profile-store.ts'
export { SavedProfile } from './file/profiles.ts'
export type { Progress, Survey } from './file/survey.ts'
export { tooLarge, type UploadPlace, uploadPlace } from './file/upload-place.ts'
export { type FormField, formFieldsOf, hostFieldsOf } from './form-field.ts'
export {
  bodyId,
  type Hook,
  type HookReply,
  type HookRequest,
  type HookSecrets,
  hmacSha256,
  jsonReply,
  plainReply,
  sameSecret,
} from './hook/hook.ts'
export { pushedOnly } from './hook/pushed-only.ts'
export { type SharedSecrets, sharedSecrets } from './hook/shared-secrets.ts'
export { instagramPublisher } from './instagram/instagram-publisher.ts'
export { blueskySockets } from './jetstream/config.ts'
export { type JetstreamEvent, parseJetstream } from './jetstream/event.ts'
export { blueskySource } from './jetstream/going-live.ts'
export { type JetstreamConfig, type JetstreamDeps, jetstreamSource } from './jetstream/jetstream-source.ts'
export { type Allowance, type Spending, type Spent, spend } from './limits/budget.ts'
export { type Budgets, budgets, inMemory, type SpentStore } from './limits/budgets.ts'
export { type Pause, pauseOf } from './limits/pause.ts'
export { heldBack, type Pauses, pausesInMemory } from './limits/pauses.ts'
export { polite } from './limits/polite.ts'
export { type LinkedinCredentials, linkedinPublisher } from './linkedin/linkedin-publisher.ts'
export { type MastodonCredentials, mastodonPublisher } from './mastodon/mastodon-publisher.ts'
export type { GraphCredentials } from './meta/graph-write.ts'
export { type Attempt, attemptOf, classifyAttempt, type Failure } from './outcome.ts'
export { type Backoff, backoffMs, defaultBackoff, type Sleep, sleep } from './pace.ts'
export { type PolicyManifest, recheckHoursOf, type Standing, stricterIn, whyNotRun } from './policy.ts'
export type { Lane, Page } from './poll/lane.ts'
export { type Listed, type NewestFirst, newestFirst } from './poll/newest-first.ts'
export { type PollConfig, type PollDeps, pollSource } from './poll/poll-source.ts'
export { sideBySide } from './poll/side-by-side.ts'
export {
  type Fault,
  type PracticeEntry,
  PracticePlatform,
  type Reply,
  type Submission,
} from './practice/platform.ts'
export { practicePolicy } from './practice/policy.ts'
export { practicePublisher } from './practice/practice-publisher.ts'
export {
  type PracticeConfig,
  type PracticeDeps,
  practicePosts,
  practiceSource,
} from './practice/practice-source.ts'
export { practiceProgramme } from './practice/programme.ts'
export {
  PublishContent,
  type Publisher,
  type PublishOrder,
  parseContent,
  type Reconciliation,
  type ReplyTarget,
  type SendOutcome,
} from './publish.ts'
export { type Kept, type Look, readOnce, type Seen } from './read-once.ts'
export { type RedditCredentials, redditPublisher } from './reddit/reddit-publisher.ts'
export { replyAccountOn } from './reply-account.ts'
export {
  type Batch,
  BatchBuilder,
  type Delivery,
  type Gap,
  type GapNews,
  type Items,
  type Rechecked,
  type Rejection,
  type Source,
  type SourceState,
  type Thread,
  type Wants,
} from './source.ts'
export { liveStatement } from './statement.ts'
export { searchableText, storableText } from './storable-text.ts'
export { Trouble, type TroubleKind, troubleOf } from './trouble.ts'
export { adviceOn } from './trouble-advice.ts'
export { composeUrl } from './x/reply.ts'
export type { XCredentials } from './x/write-once.ts'
export { xPublisher } from './x/x-publisher.ts'
export type { YoutubeCredentials } from './youtube/sign-in.ts'
export { youtubePublisher } from './youtube/youtube-publisher.ts'
