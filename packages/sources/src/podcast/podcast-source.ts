import type { Post } from '@hark/domain'
import { httpOf, type SourceDeps } from '../adapter.ts'
import type { Feed, FeedEntry, TranscriptLink } from '../feed/feed.ts'
import { feedLane, postFor } from '../feed/feed-lane.ts'
import { recheckPages } from '../feed/recheck.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import type { Lane, Page } from '../poll/lane.ts'
import { pollSource } from '../poll/poll-source.ts'
import type { Source } from '../source.ts'
import type { PodcastConfig } from './config.ts'
import { type PodcastCursor, readPodcastCursor, type Tracked } from './podcast-cursor.ts'
import { podcastFileLane } from './podcast-file.ts'
import { lookAt } from './transcript-lane.ts'

/** Podcasts, a lane each: their episodes as posts, and their transcripts as posts that answer those. */
export function podcastSource(config: PodcastConfig, deps: SourceDeps = {}): Source {
  const http = httpOf(deps)
  const { nowMs = Date.now } = deps
  const lanes = [
    ...config.paths.map((path) => podcastFileLane(path, nowMs)),
    ...config.urls.map((url) => podcastLane(url, config, http, nowMs)),
  ]
  const source = pollSource({ platform: 'podcast', lanes: () => lanes }, deps)
  return { ...source, recheck: (externalIds, signal) => recheckPages(http, externalIds, signal) }
}

function podcastLane(address: string, config: PodcastConfig, http: Http, nowMs: () => number): Lane {
  let listed: Tracked[] | null = null
  const feed = feedLane(address, {
    http,
    config: { urls: [address], paths: [], everyMinutes: config.everyMinutes, comments: false },
    nowMs,
    secret: undefined,
    onComments: () => undefined,
    onFeed: (document, posts) => {
      listed = [...(listed ?? []), ...transcriptsOf(document, posts, nowMs())]
    },
  })
  return {
    key: address,
    get everyMs() {
      return feed.everyMs
    },
    async *walk(cursor, signal): AsyncGenerator<Page, void> {
      const kept = readPodcastCursor(cursor)
      listed = null
      for await (const page of feed.walk(kept.feed, signal)) {
        // What is still to be read is stored with the episodes that brought it.
        if (listed !== null) kept.transcripts = merged(kept.transcripts, listed, config.episodes)
        kept.feed = page.cursor
        yield {
          ...page,
          posts: page.posts.map((post): Post => ({ ...post, platform: 'podcast' })),
          cursor: JSON.stringify(kept),
        }
      }
      yield* transcripts(kept, http, signal, nowMs)
    },
  }
}

async function* transcripts(
  kept: PodcastCursor,
  http: Http,
  signal: AbortSignal,
  nowMs: () => number,
): AsyncGenerator<Page, void> {
  for (const [at, tracked] of kept.transcripts.entries()) {
    if (tracked.dueMs > nowMs()) continue
    const looked = await lookAt(http, tracked, signal, nowMs)
    // Read whole or not at all: the mark moves with the last window.
    for (const page of looked.pages) yield { ...page, cursor: JSON.stringify(kept) }
    kept.transcripts[at] = looked.tracked
    yield { posts: [], cursor: JSON.stringify(kept) }
  }
}

/** The latest episodes of the feed, with what is known of their transcripts. */
function merged(known: readonly Tracked[], listed: readonly Tracked[], most: number): Tracked[] {
  const byUrl = new Map(known.map((tracked) => [`${tracked.episode.id} ${tracked.url}`, tracked]))
  const latest = listed
    .toSorted((a, b) => (b.episode.postedAt ?? '').localeCompare(a.episode.postedAt ?? ''))
    .slice(0, most)
  return latest.map((one) => byUrl.get(`${one.episode.id} ${one.url}`) ?? one)
}

function transcriptsOf(feed: Feed, posts: readonly Post[], nowMs: number): Tracked[] {
  return feed.entries.flatMap((entry): Tracked[] => {
    const post = postFor(entry, posts)
    const transcript = best(entry, feed.lang)
    if (!post || !transcript) return []
    const audio = entry.attached.find(({ kind }) => kind === 'audio' || kind === 'video')?.url ?? null
    return [
      {
        episode: { id: post.externalId, postedAt: post.postedAt, audio, link: entry.link },
        url: transcript.url,
        lang: transcript.lang ?? feed.lang,
        ...{ body: null, etag: null, modified: null, windows: {}, dueMs: 0, firstMs: nowMs, failures: 0 },
      },
    ]
  })
}

const preference = ['vtt', 'json', 'srt', 'subrip', 'html', 'plain', 'txt']

/** One transcript of an episode: in its own language, and with times where there is a choice. */
function best({ transcripts: all }: FeedEntry, lang: string | null): TranscriptLink | undefined {
  const language = (tag: string | null) => tag?.toLowerCase().split(/[-_]/)[0] ?? null
  const own = all.filter((one) => one.lang === null || lang === null || language(one.lang) === language(lang))
  const rank = ({ type, url }: TranscriptLink) => {
    const at = preference.findIndex(
      (kind) => (type ?? '').includes(kind) || url.toLowerCase().includes(`.${kind}`),
    )
    return at < 0 ? preference.length : at
  }
  return (own.length > 0 ? own : all).toSorted((a, b) => rank(a) - rank(b))[0]
}
