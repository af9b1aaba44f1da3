import { DomainError } from '@hark/domain'
import type { SourceDeps } from '../adapter.ts'
import { pollSource } from '../poll/poll-source.ts'
import { sideBySide } from '../poll/side-by-side.ts'
import type { Source } from '../source.ts'
import type { MastodonConfig } from './config.ts'
import { contextOf } from './context.ts'
import { Server } from './instance.ts'
import { recheckStatuses } from './recheck.ts'
import { searchLane } from './search.ts'
import { publicChannel, streamLane, tagChannel } from './stream.ts'
import { publicTimeline, tagTimeline, timelineLane } from './timeline.ts'
import { Told } from './told.ts'

/**
 * One instance: its timelines polled from the last id on, which loses nothing, and where there is a token its streams beside them, which
 * are quicker and tell of edits and deletions. A single look only polls.
 */
export function mastodonSource(config: MastodonConfig, deps: SourceDeps = {}): Source {
  const { tags, queries, timelines, everyMinutes, listen } = config
  const server = new Server(config.server, deps)
  const told = new Told()
  const everyMs = everyMinutes * 60_000
  if (queries.length > 0 && deps.secrets && !deps.secrets.token)
    throw new DomainError(
      'input.invalid',
      'Mastodon searches posts for a signed-in account only: give a token.',
    )
  const polled = [...tags.map(tagTimeline), ...timelines.map(publicTimeline)].map((timeline) =>
    timelineLane(timeline, server, told, everyMs),
  )
  const searched = queries.map((words) => searchLane(words, server, told, everyMs))
  const streams = listen === 'auto' && deps.secrets?.token && !deps.once
  const channels = streams ? [...tags.map(tagChannel), ...timelines.map(publicChannel)] : []
  const reader = (lanes: ReturnType<typeof streamLane>[]) =>
    pollSource({ platform: 'mastodon', lanes: () => lanes }, deps)
  return {
    platform: 'mastodon',
    read: sideBySide('mastodon', {
      poll: reader([...polled, ...searched]),
      ...Object.fromEntries(channels.map((one) => [one.key, reader([streamLane(one, server, told)])])),
    }).read,
    recheck: (ids, signal) => recheckStatuses(server, ids, signal),
    context: (post, signal) => contextOf(server, post, signal),
  }
}
