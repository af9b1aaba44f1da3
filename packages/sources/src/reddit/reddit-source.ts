import type { SourceDeps } from '../adapter.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import { contextOf, recheckThings } from './by-id.ts'
import { Reddit } from './client.ts'
import type { RedditConfig } from './config.ts'
import { foundPosts, listLane, newComments, newPosts } from './lists.ts'

/** New posts and comments of communities, and searches, by polling; Reddit pushes nothing. */
export function redditSource(config: RedditConfig, deps: SourceDeps = {}): Source {
  const { communities, queries, listen, everyMinutes } = config
  const reddit = new Reddit(config, deps)
  const lists = [
    ...communities.flatMap((name) => [
      ...(listen.includes('posts') ? [newPosts(name)] : []),
      ...(listen.includes('comments') ? [newComments(name)] : []),
    ]),
    ...queries.map(foundPosts),
  ]
  const lanes = lists.map((list) => listLane(list, reddit, everyMinutes * 60_000))
  return {
    ...pollSource({ platform: 'reddit', lanes: () => lanes }, deps),
    recheck: (ids, signal) => recheckThings(reddit, ids, signal),
    context: (post, signal) => contextOf(reddit, post, signal),
  }
}
