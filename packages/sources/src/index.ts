export { type Adapter, adapters, publicJetstreams, type SourceDeps } from './adapters.ts'
export { blueskyPublisher } from './bluesky/bluesky-publisher.ts'
export { blueskyReplyTarget } from './bluesky/content.ts'
export { blueskyLength, blueskyLimits, type TextLength } from './bluesky/limits.ts'
export type { BlueskyCredentials } from './bluesky/session.ts'
export { orderKey, tid, tidTimeUs } from './bluesky/tid.ts'
export type { DateOrder } from './file/dates.ts'
export { type FileConfig, type FileDeps, fileSource } from './file/file-source.ts'
export type { Progress, Survey } from './file/survey.ts'
export { type JetstreamEvent, parseJetstream } from './jetstream/event.ts'
export { blueskySource, liveStatement } from './jetstream/going-live.ts'
export { type JetstreamConfig, type JetstreamDeps, jetstreamSource } from './jetstream/jetstream-source.ts'
export { type Attempt, attemptOf, classifyAttempt, type Failure } from './outcome.ts'
export { type Backoff, backoffMs, defaultBackoff, type Sleep, sleep } from './pace.ts'
export type { PolicyManifest } from './policy.ts'
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
export type { Batch, Gap, Rejection, Source, SourceState, Thread, Wants } from './source.ts'
export { searchableText, storableText } from './storable-text.ts'
