import { httpOf, type SourceDeps } from '../adapter.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Lane } from '../poll/lane.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Delivery, Items, Source } from '../source.ts'
import type { FeedConfig } from './config.ts'
import type { FeedCursor } from './feed-cursor.ts'
import { fileLane } from './feed-file.ts'
import { type FeedMeans, feedLane } from './feed-lane.ts'
import { describedBy, readFeed } from './fetch-feed.ts'
import { postsOf } from './post.ts'
import { recheckPages } from './recheck.ts'

/** Feeds, a lane each, and the feeds of comments on their late items. What a hub pushes is parsed as a feed of few items. */
export function feedSource(config: FeedConfig, deps: SourceDeps = {}): Source {
  const { nowMs = Date.now } = deps
  const comments = new Map<string, FeedCursor['comments']>()
  const lanes = new Map<string, Lane>()
  const http: Http = config.urls.length > 0 ? httpOf(deps) : { fetch: refuse, stream: refuse, socket: refuse }
  const means: FeedMeans = {
    http,
    config,
    nowMs,
    secret: deps.secrets?.websub,
    onComments: (feed, found) => comments.set(feed, found),
  }
  const laneOf = (key: string, make: () => Lane): Lane => {
    const lane = lanes.get(key) ?? make()
    lanes.set(key, lane)
    return lane
  }
  const source = pollSource(
    {
      platform: 'feed',
      lanes: () => [
        ...config.paths.map((path) => laneOf(path, () => fileLane(path, nowMs))),
        ...config.urls.map((url) => laneOf(url, () => feedLane(url, means))),
        // A single look is at the feed alone.
        ...(deps.once ? [] : [...comments.values()])
          .flat()
          .map(([url, item]) => laneOf(`comments:${url}`, () => feedLane(url, means, item))),
      ],
    },
    deps,
  )
  return {
    ...source,
    parse: (delivery) => parsePush(delivery, config.urls),
    recheck: (externalIds, signal) => recheckPages(http, externalIds, signal),
  }
}

const refuse = () => {
  throw new Error('a source of files asks nothing')
}

/** The items of a push. A hub sends what is new of a feed, with its name in the feed or the `Link` header. */
async function parsePush({ body, headers, receivedAt }: Delivery, urls: readonly string[]): Promise<Items> {
  const self = /<([^>]*)>\s*;\s*rel\s*=\s*"?self/i.exec(headers.link ?? '')?.[1] ?? null
  const feed = await readFeed({ bytes: body, ...describedBy(new Headers(headers), self) })
  // Under the address it is polled by, so that what came both ways is one.
  const named = self ?? feed.self
  const url = urls.find((one) => one === named) ?? (urls.length === 1 ? (urls[0] as string) : named)
  return postsOf(feed, { url, receivedAt })
}
