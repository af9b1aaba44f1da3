import { discoursePosts } from '../discourse/read-stage.fixture.ts'
import { facebookComments, facebookPosts } from '../facebook/read-stage.fixture.ts'
import { feedItems, podcastEpisodes } from '../feed/read-stage.fixture.ts'
import { instagramComments, instagramMedia } from '../instagram/read-stage.fixture.ts'
import { internalRow } from '../internal/row.fixture.ts'
import { searchRow } from '../jetstream/search-row.fixture.ts'
import { streamRow } from '../jetstream/stream-row.fixture.ts'
import { linkedinNotifications } from '../linkedin/read-stage.fixture.ts'
import { mastodonSearch, mastodonTag } from '../mastodon/read-stage.fixture.ts'
import { redditComments } from '../reddit/read-stage.fixture.ts'
import { xMentions } from '../x/read-stage.fixture.ts'
import { youtubeAnswers, youtubeThreads } from '../youtube/read-stage.fixture.ts'
import { faults } from './faults.fixture.ts'
import type { ReadStage, Row } from './stage.fixture.ts'

const polled = (stage: ReadStage): Row => ({ ...stage, run: (fault) => faults[fault](stage) })

/** Tests only: all that any adapter reads from, and how it is put through each fault. */
export const rows: Row[] = [
  streamRow,
  searchRow,
  ...[
    discoursePosts,
    facebookPosts,
    facebookComments,
    feedItems,
    instagramMedia,
    instagramComments,
    linkedinNotifications,
    mastodonTag,
    mastodonSearch,
    podcastEpisodes,
    redditComments,
    xMentions,
    youtubeThreads,
    youtubeAnswers,
  ].map(polled),
  internalRow,
]

/** Platforms of which nothing is asked and to which nobody sends: no fault of F9 can befall them. */
export const untouched = {
  file: 'a file is read from disk, row by row; what is wrong with a row is said of that row',
  practice: 'practice posts are made here',
} as const
