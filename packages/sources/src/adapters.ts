import type { Platform } from '@hark/domain'
import type { Adapter } from './adapter.ts'
import { discourseAdapter } from './discourse/adapter.ts'
import { facebookAdapter } from './facebook/adapter.ts'
import { feedAdapter } from './feed/adapter.ts'
import { fileAdapter } from './file/adapter.ts'
import { instagramAdapter } from './instagram/adapter.ts'
import { internalAdapter } from './internal/adapter.ts'
import { blueskyAdapter } from './jetstream/adapter.ts'
import { linkedinAdapter } from './linkedin/adapter.ts'
import { mastodonAdapter } from './mastodon/adapter.ts'
import { podcastAdapter } from './podcast/adapter.ts'
import { practiceAdapter } from './practice/adapter.ts'
import { redditAdapter } from './reddit/adapter.ts'
import { xAdapter } from './x/adapter.ts'
import { youtubeAdapter } from './youtube/adapter.ts'

const known: Adapter[] = [
  blueskyAdapter,
  discourseAdapter,
  facebookAdapter,
  feedAdapter,
  fileAdapter,
  instagramAdapter,
  internalAdapter,
  linkedinAdapter,
  mastodonAdapter,
  podcastAdapter,
  practiceAdapter,
  redditAdapter,
  xAdapter,
  youtubeAdapter,
]

/** The platforms Hark can read; one that is missing here cannot be configured as a source. */
export const adapters: Readonly<Partial<Record<Platform, Adapter>>> = Object.fromEntries(
  known.map((adapter) => [adapter.platform, adapter]),
)
