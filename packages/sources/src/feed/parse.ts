import { decodeDocument } from './decode.ts'
import type { Feed } from './feed.ts'
import { jsonFeed } from './json-feed.ts'
import { feedLimits } from './limits.ts'
import { FeedRefused } from './xml.ts'
import { xmlFeed } from './xml-feed.ts'

/** What came with a document. `base` is its own address, or what `Content-Location` says; `language` what `Content-Language` does. */
export type Received = {
  bytes: Uint8Array
  contentType: string | null
  base: string | null
  language?: string | null
}

/** Bytes as a feed. Runs in the thread of `feed-thread.ts`, whose limits end what this cannot bound. */
export function parseFeed({ bytes, contentType, base, language = null }: Received): Feed {
  if (bytes.length > feedLimits.bytes) throw new FeedRefused('feed.too_large')
  const text = fromItsStart(decodeDocument(bytes, contentType))
  return /^\s*\{/.test(text.slice(0, 1_000)) ? jsonFeed(text, base) : xmlFeed(text, base, language)
}

/** Broken sites print warnings before the feed: what stands before its first element is not of it. */
function fromItsStart(text: string): string {
  const begun = text.trimStart()
  if (begun.startsWith('{') || /^<([?!]|(\w+:)?(rss|feed|rdf|channel|entry)\b)/i.test(begun)) return begun
  const start = text.slice(0, 20_000).search(/<(\?xml\s|rss[\s>]|feed[\s>]|rdf:rdf[\s>])/i)
  return start < 0 ? text : text.slice(start)
}
