import { ask } from '../ask.ts'
import type { Http } from '../fetch/safe-fetch.ts'
import { Trouble } from '../trouble.ts'
import type { Feed } from './feed.ts'
import type { FeedCursor } from './feed-cursor.ts'
import { shortHash } from './feed-cursor.ts'
import { feedReader } from './feed-reader.ts'
import { feedLimits } from './limits.ts'
import type { Received } from './parse.ts'
import { FeedRefused } from './xml.ts'

const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1'

export type Fetched = {
  headers: Headers
  url: string
  movedTo: string | null
  /** Null where nothing has changed: 304, or the same bytes. */
  feed: Feed | null
  etag: string | null
  modified: string | null
  body: string | null
}

/** A feed as it is now, asked for conditionally with what was kept of the last answer. */
export async function fetchFeed(
  http: Http,
  address: string,
  kept: Pick<FeedCursor, 'etag' | 'modified' | 'body'>,
  signal: AbortSignal,
  nowMs: () => number,
): Promise<Fetched> {
  const headers = {
    accept,
    ...(kept.etag !== null && { 'if-none-match': kept.etag }),
    ...(kept.modified !== null && { 'if-modified-since': kept.modified }),
  }
  const response = await ask(http, address, { headers, signal, maxBytes: feedLimits.bytes }, nowMs)
  const { url, movedTo = null, body: bytes } = response
  const common = { headers: response.headers, url, movedTo }
  if (response.status === 304) return { ...common, ...kept, feed: null }
  const found = {
    etag: response.headers.get('etag'),
    modified: response.headers.get('last-modified'),
    body: shortHash(bytes),
  }
  if (kept.body === found.body) return { ...common, ...found, feed: null }
  const feed = await readFeed({ bytes, ...describedBy(response.headers, url) })
  const remembered = feed.whole ? found : { etag: null, modified: null, body: null }
  return { ...common, ...remembered, feed: withHeaderLinks(feed, response.headers, url) }
}

/** The feed, or trouble that a person must look at. */
export async function readFeed(received: Received): Promise<Feed> {
  try {
    return await feedReader.read(received)
  } catch (error) {
    if (error instanceof FeedRefused) throw new Trouble('malformed', error.code, undefined, { cause: error })
    throw error
  }
}

export function describedBy(headers: Headers, url: string | null): Omit<Received, 'bytes'> {
  const location = headers.get('content-location')
  const base = location === null ? url : (URL.parse(location, url ?? undefined)?.href ?? url)
  const language = headers.get('content-language')?.split(',')[0]?.trim() || null
  return { contentType: headers.get('content-type'), base, language }
}

/** Hub and self in a `Link` header stand above those in the document (WebSub 4). */
function withHeaderLinks(feed: Feed, headers: Headers, url: string): Feed {
  const links = [
    ...(headers.get('link') ?? '').matchAll(/<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:"[^"]*"|[^\s;,"]+))*)/g),
  ]
  const named = (rel: string) => {
    const link = links.find(([, , parameters = '']) =>
      new RegExp(`rel\\s*=\\s*("[^"]*\\b${rel}\\b|${rel}\\b)`, 'i').test(parameters),
    )
    return link ? (URL.parse(link[1] as string, url)?.href ?? null) : null
  }
  return { ...feed, hub: named('hub') ?? feed.hub, self: named('self') ?? feed.self }
}
