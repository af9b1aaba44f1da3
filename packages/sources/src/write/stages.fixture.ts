import { discourseStage } from '../discourse/stage.fixture.ts'
import { facebookStage } from '../facebook/stage.fixture.ts'
import { instagramStage } from '../instagram/stage.fixture.ts'
import { linkedinStage } from '../linkedin/stage.fixture.ts'
import { mastodonStage } from '../mastodon/stage.fixture.ts'
import { redditStage } from '../reddit/stage.fixture.ts'
import { youtubeStage } from '../youtube/stage.fixture.ts'

/** Tests only: every platform that is written to by a desk. */
export const stages = [
  mastodonStage,
  redditStage,
  discourseStage,
  youtubeStage,
  facebookStage,
  instagramStage,
  linkedinStage,
]
