import type { SourceDeps } from '../adapter.ts'
import { pushedOnly } from '../hook/pushed-only.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import { contextOf, recheckPosts } from './by-id.ts'
import type { DiscourseConfig } from './config.ts'
import { parseEvent } from './event.ts'
import { Forum } from './forum.ts'
import { latestLane } from './latest.ts'
import { searchLane } from './search.ts'

/** One forum: polled in the order of its ids, which loses nothing, and pushed to, which is quicker and tells of deletions. */
export function discourseSource(config: DiscourseConfig, deps: SourceDeps = {}): Source {
  const forum = new Forum(config.server, deps)
  const everyMs = config.everyMinutes * 60_000
  const lanes = [
    ...(config.listen === 'push' ? [] : [latestLane(forum, config, everyMs)]),
    ...config.queries.map((words) => searchLane(forum, words, everyMs)),
  ]
  const polled = () => pollSource({ platform: 'discourse', lanes: () => lanes }, deps)
  const parse: NonNullable<Source['parse']> = (delivery) => parseEvent(forum, delivery)
  return {
    platform: 'discourse',
    read: (lanes.length > 0 ? polled() : pushedOnly('discourse', (one) => parseEvent(forum, one))).read,
    parse,
    recheck: (ids, signal) => recheckPosts(forum, ids, signal),
    context: (post, signal) => contextOf(forum, post, signal),
  }
}
